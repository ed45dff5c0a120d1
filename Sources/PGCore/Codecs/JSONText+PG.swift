extension JSONText: SQLValue, ArrayElement {
    /// `jsonb`.
    public static var sqlType: SQLType { "jsonb" }

    /// Decodes `jsonb` and `json`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        text = try cell.jsonDocument(for: JSONText.self).string
    }

    /// Binds to `jsonb` and `json`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .json: writer.write(utf8: text)
        case .jsonb:
            writer.write(byte: jsonbVersion)
            writer.write(utf8: text)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The document.
    public var textRepresentation: String { text }
}

/// The first byte of a binary `jsonb`; no other version exists.
private let jsonbVersion: UInt8 = 1

extension Cell {
    /// Returns the document of a `json` or `jsonb` value as a cell of type `json`.
    func jsonDocument<Value>(for wanted: Value.Type) throws(PGError) -> Cell {
        switch (type, format) {
        case (.json, _), (.jsonb, .text): return self
        case (.jsonb, .binary):
            guard try integer(as: UInt8.self) == jsonbVersion else {
                throw PGError.malformed(wanted, self)
            }
            return try slice(1..<count, type: .json)
        default: throw PGError.cannotDecode(wanted, from: self)
        }
    }
}
