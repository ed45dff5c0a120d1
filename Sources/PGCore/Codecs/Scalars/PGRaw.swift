/// A value of any type, as the server sent it.
///
/// It decodes columns of types this library does not know, of extensions for example, in whatever
/// format they come, and binds to placeholders of the type it came from.
public struct PGRaw: Hashable, Sendable {
    /// The type's number.
    public let type: OID

    /// Whether the bytes are text or the type's binary representation.
    public let format: WireFormat

    /// The bytes.
    public let bytes: [UInt8]

    /// Makes a value from its bytes.
    public init(_ bytes: [UInt8], type: OID, format: WireFormat) {
        self.bytes = bytes
        self.type = type
        self.format = format
    }
}

extension PGRaw: ColumnDecodable {
    /// Copies the bytes of a value of any type.
    public init(from cell: Cell) {
        self.init(cell.array, type: cell.type, format: cell.format)
    }

    /// Decodes the value as any type that can be decoded from it.
    ///
    /// - Throws: What the type's decoder throws.
    public func decode<Value: ColumnDecodable>(
        _ type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        try Cell.withBytes(bytes, type: self.type, format: format) { (cell) throws(PGError) in
            try Value.decode(cell)
        }
    }
}

extension PGRaw: ParameterEncodable {
    /// Binds to the type it came from; text, to the types that take any text as well.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard type == self.type || (format == .text && type.takesText) else {
            throw .mismatch(PGRaw.self, type)
        }
        writer.format = format
        writer.write(bytes: bytes)
    }

    /// The text, or binary bytes in hexadecimal preceded by `\x`.
    public var textRepresentation: String {
        format == .text ? String(decoding: bytes, as: UTF8.self) : ByteaText.render(bytes)
    }
}

/// The value of a column of type `void`, which functions called for what they do return.
public struct PGVoid: Hashable, Sendable, ColumnDecodable {
    /// Makes the only value.
    public init() {}

    /// Decodes `void`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type.
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .void else { throw PGError.cannotDecode(PGVoid.self, from: cell) }
    }
}
