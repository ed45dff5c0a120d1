/// A Swift struct that is a composite type of the database.
///
/// ```swift
/// struct Address: PostgresComposite {
///     static let typeName = "address"
///     var street: String
///     var houseNumber: Int
/// }
/// ```
///
/// Properties and fields find each other by name; `houseNumber` is also `house_number`. Values bind and
/// decode alone, in arrays, and inside of other composites. A `Decodable` property of a row needs
/// none of this: it reads composite columns as it is.
///
/// See "Composite Types" in the PostgreSQL manual.
public protocol PostgresComposite: Codable, SQLValue {
    /// The name of the type in the database, as it is spelled in the catalog, without quotes.
    static var typeName: String { get }
}

extension PostgresComposite {
    /// The type's name, quoted where its spelling needs it.
    public static var sqlType: SQLType {
        SQLType(rawValue: SQLIdentifier.quoteIfNeeded(typeName))
    }

    /// Decodes a composite value by the names of its fields.
    ///
    /// - Throws: ``PGError/Code/columnNotFound`` for a property without a field, or a decoding code
    ///   naming the field.
    public init(from cell: Cell) throws(PGError) {
        let record = try PGRecord(from: cell)
        do {
            self = try Self(from: RowDecoder(row: record, naming: .asWrittenOrSnakeCase))
        } catch {
            throw PGError.decoding(Self.self, error)
        }
    }

    /// Binds to a composite type with fields of these names.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for another type, or for a property without a
    ///   field; what the encoders of the fields throw.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try PGComposite(encoding: self).encode(as: type, into: &writer)
    }

    /// The value's literal, with fields in the order of the properties.
    public var textRepresentation: String {
        (try? PGComposite(encoding: self).textRepresentation) ?? "()"
    }
}
