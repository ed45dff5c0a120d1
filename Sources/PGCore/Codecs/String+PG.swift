extension String: SQLValue, ArrayElement {
    public typealias Base = String
    public static var sqlType: SQLType { "text" }

    /// Decodes character types, and every type whose representation is its text: enums, domains
    /// over text, `xml`, `json`, and any type at all in text format.
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
        case .unknown, .xml, .json, .char, .cstring, .refcursor, .void: self = cell.string
        case .jsonb where cell.format == .binary:
            let version = try cell.integer(as: UInt8.self)
            guard version == 1 else { throw PGError.malformed(String.self, cell) }
            self = try cell.slice(1..<cell.count, type: .json).string
        default:
            // A user's enum or domain travels as its text; a built-in binary type does not.
            guard cell.format == .text || !cell.type.isBuiltIn else {
                throw PGError.cannotDecode(String.self, from: cell)
            }
            self = cell.string
        }
    }

    /// Binds to character types, JSON, XML, and the types users make, all of which take text.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard !utf8.contains(0) else {
            throw PGError(.parameterOutOfRange, "text cannot contain a NUL character")
        }
        switch type {
        case .text, .varchar, .bpchar, .name, .unknown, .xml, .json, .jsonb, .char, .cstring,
            .refcursor, .regclass, .regtype, .regproc, .regprocedure, .regnamespace, .regrole:
            writer.write(text: self)
        default:
            guard !type.isBuiltIn else { throw .mismatch(String.self, type) }
            writer.write(text: self)
        }
    }

    public var textRepresentation: String { self }
}

extension OID {
    /// Whether the type comes with PostgreSQL itself, so that its representation is known.
    public var isBuiltIn: Bool { rawValue < 16384 }
}
