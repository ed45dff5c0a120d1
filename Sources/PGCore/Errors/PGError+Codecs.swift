extension PGError {
    /// A value that this Swift type cannot be written as.
    public static func mismatch<Value>(_ swiftType: Value.Type, _ type: OID) -> PGError {
        PGError(
            .parameterMismatch,
            "a Swift \(swiftType) cannot be bound to a placeholder of type \(type)",
            hint: "Bind a type that goes with \(type), or cast the placeholder in the SQL")
    }

    /// A value that is too large or too precise for the placeholder's type.
    public static func outOfRange<Value>(_ swiftType: Value.Type, _ type: OID) -> PGError {
        PGError(.parameterOutOfRange, "the \(swiftType) value does not fit in \(type)")
    }

    /// A column whose type cannot be read as this Swift type.
    public static func cannotDecode<Value>(_ swiftType: Value.Type, from cell: Cell) -> PGError {
        PGError(.decodingFailed, "a value of type \(cell.typeName) cannot be read as \(swiftType)")
    }

    /// Bytes that are not what the column's type promises.
    public static func malformed<Value>(_ swiftType: Value.Type, _ cell: Cell) -> PGError {
        PGError(
            .decodingFailed,
            "the server sent \(cell.count) bytes that are not a valid \(cell.typeName) in "
                + "\(cell.format) format, wanted \(swiftType)")
    }

    /// A value that exists on the server and not in the Swift type.
    public static func notRepresentable<Value>(
        _ swiftType: Value.Type, _ what: String, use other: String
    ) -> PGError {
        PGError(
            .decodingFailed, "\(what) cannot be represented by \(swiftType)",
            hint: "Decode \(other) instead")
    }

    /// A NULL where a value was wanted.
    @inlinable
    public static func unexpectedNull<Value>(_ swiftType: Value.Type) -> PGError {
        PGError(
            .unexpectedNull, "the value is NULL and \(swiftType) is not optional",
            hint: "Decode \(swiftType)? instead")
    }
}
