/// A value of one PostgreSQL type, whose text is its description.
///
/// Conforming takes two functions for the binary format; the text format, arrays, Codable and
/// binding follow from them and from `LosslessStringConvertible`:
///
/// ```swift
/// struct Celsius: PostgresScalar {
///     var degrees: Int32
///     static var sqlType: SQLType { "celsius" }
///     static func isValue(of type: OID) -> Bool { !type.isBuiltIn }
///     init(binary cell: Cell) throws(PGError) { degrees = try cell.wholeInteger() }
///     func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
///         writer.write(degrees)
///     }
///     init?(_ text: String) { … }
///     var description: String { "\(degrees)" }
/// }
/// ```
public protocol PostgresScalar: SQLValue, ArrayElement, TextCodable, Hashable where Base == Self {
    /// Whether this Swift type decodes from and binds to a PostgreSQL type in its own form.
    ///
    /// Types of extensions have numbers that differ between databases: say yes to all that are not
    /// built in.
    static func isValue(of type: OID) -> Bool

    /// Decodes the binary representation.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    init(binary cell: Cell) throws(PGError)

    /// Writes the binary representation.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` when the type does not hold the value.
    func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError)
}

extension PostgresScalar {
    /// Decodes a value in either format.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        // What is known of a type that is not built in is its name.
        guard Self.isValue(of: cell.type),
            cell.type.isBuiltIn || cell.hasUnknownType
                || cell.isType(named: Self.sqlType.rawValue)
        else { throw PGError.cannotDecode(Self.self, from: cell) }
        self = cell.format == .binary ? try Self(binary: cell) : try cell.parsed()
    }

    /// Binds to the type in binary, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types;
    ///   ``PGError/Code/parameterOutOfRange`` for a value the type does not hold.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        if Self.isValue(of: type) {
            try encodeBinary(as: type, into: &writer)
        } else {
            guard type.takesText else { throw .mismatch(Self.self, type) }
            try writer.write(checked: description)
        }
    }

    /// The description, which is the server's text.
    public var textRepresentation: String { description }
}

extension ParameterWriter {
    /// Writes text in text format, which ends at the first NUL character: there may be none.
    mutating func write(checked text: String) throws(PGError) {
        guard !text.utf8.contains(0) else { throw PGError.nulCharacter }
        write(text: text)
    }
}

extension PGError {
    static var nulCharacter: PGError {
        PGError(.parameterOutOfRange, "text cannot contain a NUL character")
    }
}
