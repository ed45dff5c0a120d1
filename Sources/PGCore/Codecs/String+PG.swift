extension String: SQLValue, ArrayElement {
    /// `text`.
    public static var sqlType: SQLType { "text" }

    /// Decodes every type whose representation is its text, and any type at all in text format.
    ///
    /// Those are the character types, enums, `xml`, `json`, `jsonb`, `jsonpath` and types made by
    /// users.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for a type that is not text in binary format.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        switch cell.type {
        case .text, .varchar, .bpchar, .name:
            self = cell.string
        default:
            self = try String(otherText: cell)
        }
    }

    @usableFromInline
    init(otherText cell: Cell) throws(PGError) {
        switch cell.type {
        case .unknown, .xml, .json, .char, .cstring, .refcursor, .void, .pgNodeTree:
            self = cell.string
        case .jsonb where cell.format == .binary, .jsonpath where cell.format == .binary:
            let version = try cell.integer(as: UInt8.self)
            guard version == 1 else { throw PGError.malformed(String.self, cell) }
            self = try cell.slice(1..<cell.count, type: .json).string
        default:
            // A user's enum travels as its text; a built-in binary type or a record does not.
            guard cell.format == .text || cell.isTextOfUserType else {
                throw PGError.cannotDecode(String.self, from: cell)
            }
            self = cell.string
        }
    }

    /// Binds to character types, JSON, XML, names of catalog objects, and the types users make.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types;
    ///   ``PGError/Code/parameterOutOfRange`` for a text with a NUL character.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        let hasNUL = unsafe utf8.withContiguousStorageIfAvailable { unsafe $0.containsNUL }
        guard !(hasNUL ?? utf8.contains(0)) else {
            throw PGError(.parameterOutOfRange, "text cannot contain a NUL character")
        }
        switch type {
        case .text, .varchar, .xml, .json, .jsonb, .jsonpath, .char, .cstring, .refcursor, .aclitem,
            .regclass, .regtype, .regproc, .regprocedure, .regoper, .regoperator, .regnamespace,
            .regrole, .regconfig, .regdictionary, .regcollation:
            writer.write(text: self)
        default:
            try writer.writeText(of: self, as: type)
        }
    }

    /// The text itself.
    public var textRepresentation: String { self }
}
