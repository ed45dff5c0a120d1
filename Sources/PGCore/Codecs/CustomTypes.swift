/// A Swift type of your own for a type that the database knows by name, travelling as text.
///
/// The number of a type that was made by a user or an extension differs between databases, so the type
/// is named, and the driver finds its number in the catalog. Nothing has to be registered.
///
/// ```swift
/// struct EmailAddress: PostgresTextType {
///     static let typeName = "citext"
///     let address: String
///
///     init?(postgresText text: String) {
///         guard text.contains("@") else { return nil }
///         address = text
///     }
///
///     var textRepresentation: String { address }
/// }
/// ```
///
/// A domain is presented as the type it is made of, so a Swift type for a domain names that. Where a
/// type's binary form is not its text, add ``PostgresBinaryType``, name the type in the
/// driver's setting of types to be read as text, or cast the column to `text`.
public protocol PostgresTextType: SQLValue {
    /// The name of the type as it is spelled in the catalog, without quotes: `citext` or, where
    /// several schemas have one, `public.citext`.
    static var typeName: String { get }

    /// Makes a value from the server's text, or returns `nil` when it is not one.
    init?(postgresText text: String)
}

/// A Swift type of your own for a type that the database knows by name, travelling in binary.
///
/// The text form is needed as well: it is used when some other column of the statement has no binary
/// form, and where the type's name is not known yet.
///
/// ```swift
/// struct Path: PostgresBinaryType {
///     static let typeName = "ltree"
///     …
///     init(binary cell: Cell) throws(PGError) {
///         guard try cell.integer(as: UInt8.self) == 1 else { throw PGError.malformed(Path.self, cell) }
///         …
///     }
///     func encodeBinary(into writer: inout ParameterWriter) throws(PGError) {
///         writer.write(byte: 1)
///         writer.write(utf8: textRepresentation)
///     }
/// }
/// ```
public protocol PostgresBinaryType: PostgresTextType {
    /// Decodes a value from what the type's send function wrote.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the bytes are not a value; make it with
    ///   ``PGError/malformed(_:_:)``.
    init(binary cell: Cell) throws(PGError)

    /// Writes what the type's receive function reads.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` when the value does not fit the type.
    func encodeBinary(into writer: inout ParameterWriter) throws(PGError)
}

extension PostgresTextType {
    /// The type's name, each part of it quoted where its spelling needs it.
    public static var sqlType: SQLType {
        let parts = typeName.split(separator: ".", maxSplits: 1).map(String.init)
        return SQLType(
            rawValue: parts.map(SQLIdentifier.quoteIfNeeded).joined(separator: "."))
    }

    /// Decodes the type of this name, and plain text.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or an invalid value.
    public init(from cell: Cell) throws(PGError) {
        try Self.requireType(of: cell)
        guard cell.format == .text || cell.type.isTextInBothFormats(in: cell.catalog) else {
            throw PGError(
                .decodingFailed,
                "\(Self.self) reads the text of \(cell.typeName), and the value is in binary "
                    + "format",
                hint: "Conform to PostgresBinaryType, have the type read as text, or cast to text")
        }
        self = try Self.parse(cell)
    }

    /// Binds as text to the type of this name and to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard writer.isType(type, named: Self.typeName) || type.takesText else {
            throw .mismatch(Self.self, type)
        }
        writer.write(text: textRepresentation)
    }

    fileprivate static func requireType(of cell: Cell) throws(PGError) {
        switch cell.type {
        case .text, .varchar, .bpchar, .name, .unknown: return
        default:
            guard cell.isType(named: typeName) || cell.hasUnknownType else {
                throw PGError.cannotDecode(Self.self, from: cell)
            }
        }
    }

    fileprivate static func parse(_ cell: Cell) throws(PGError) -> Self {
        guard let value = Self(postgresText: cell.string) else {
            throw PGError.malformed(Self.self, cell)
        }
        return value
    }

}

extension PostgresBinaryType {
    /// Decodes the type of this name in either format, and plain text.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or an invalid value.
    public init(from cell: Cell) throws(PGError) {
        try Self.requireType(of: cell)
        let isBinary =
            cell.format == .binary && (cell.isType(named: Self.typeName) || cell.hasUnknownType)
        self = isBinary ? try Self(binary: cell) : try Self.parse(cell)
    }

    /// Binds in binary to the type of this name, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types; what `encodeBinary` throws.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        if writer.isType(type, named: Self.typeName) {
            try encodeBinary(into: &writer)
        } else {
            guard type.takesText else { throw .mismatch(Self.self, type) }
            writer.write(text: textRepresentation)
        }
    }
}
