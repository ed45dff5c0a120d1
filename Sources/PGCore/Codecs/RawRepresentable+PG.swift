/// The codec of enums and wrappers, which one conformance adds.
///
/// ```swift
/// enum Mood: String, SQLValue, ArrayElement { case sad, happy }
/// ```
///
/// The raw value travels, so that a `String` enum fits text columns and PostgreSQL enums alike.
extension RawRepresentable where Self: SQLValue, RawValue: SQLValue {
    /// The raw value's SQL type.
    public static var sqlType: SQLType { RawValue.sqlType }

    /// Decodes the raw value and the case it stands for.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when no case has the raw value, naming it, or what
    ///   the raw value's decoder throws.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        let rawValue = try RawValue(from: cell)
        guard let value = Self(rawValue: rawValue) else {
            throw PGError.unknownCase(Self.self, rawValue.textRepresentation)
        }
        self = value
    }

    /// Binds the raw value.
    ///
    /// - Throws: What the raw value's encoder throws.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try rawValue.encode(as: type, into: &writer)
    }

    /// The raw value's text.
    public var textRepresentation: String { rawValue.textRepresentation }
}

/// A Swift enum that is a PostgreSQL enum, made with `CREATE TYPE … AS ENUM`.
///
/// ```swift
/// enum Mood: String, PostgresEnum {
///     static let typeName = "mood"
///     case sad, ok, happy
/// }
/// ```
public protocol PostgresEnum: RawRepresentable, CaseIterable, SQLValue, ArrayElement
where RawValue == String {
    /// The name of the type in the database, as it is spelled in the catalog, without quotes.
    static var typeName: String { get }
}

extension PostgresEnum {
    /// The type's name, quoted where its spelling needs it.
    public static var sqlType: SQLType {
        SQLType(rawValue: SQLIdentifier.quoteIfNeeded(typeName))
    }

    /// The labels in the order of the cases, which is the order the server sorts them in.
    public static var labels: [String] { allCases.map(\.rawValue) }
}

extension PGError {
    @usableFromInline
    static func unknownCase<Value>(_ type: Value.Type, _ label: String) -> PGError {
        PGError(
            .decodingFailed, "\(type) has no case for \"\(label)\"",
            hint: "Add the case, or decode String instead")
    }
}
