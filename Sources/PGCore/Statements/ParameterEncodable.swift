/// A value that can be bound to a placeholder.
///
/// The server decides what type a placeholder has, and the value writes itself as that type: an
/// `Int` fits `smallint`, `bigint`, `numeric`, `double precision` and `text` alike, as long as the
/// number is in range.
public protocol ParameterEncodable: Sendable {
    /// Whether the value is NULL. Only optionals say yes.
    var isNull: Bool { get }

    /// Writes the value as the given type.
    ///
    /// Set `writer.format` to ``WireFormat/text`` when the text representation is written.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` when this Swift type does not go with `type`
    ///   (use ``PGError/mismatch(_:_:)``); ``PGError/Code/parameterOutOfRange`` when the value does
    ///   not fit.
    func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError)

    /// The value in PostgreSQL's text representation, as it would stand in a quoted literal.
    var textRepresentation: String { get }
}

extension ParameterEncodable {
    /// Always `false`: a value is not NULL unless its type says so.
    @inlinable
    public var isNull: Bool { false }
}

extension Optional: ParameterEncodable where Wrapped: ParameterEncodable {
    /// Whether this is `nil`, at any depth.
    public var isNull: Bool {
        switch self {
        case .none: true
        case .some(let value): value.isNull
        }
    }

    /// Writes the wrapped value; for `nil` nothing, since NULL has no bytes.
    ///
    /// - Throws: What the wrapped value throws.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        if let value = self { try value.encode(as: type, into: &writer) }
    }

    /// The wrapped value's text, or the keyword `NULL`.
    public var textRepresentation: String {
        self?.textRepresentation ?? "NULL"
    }
}

/// Binds NULL to a placeholder of whatever type the server infers.
public struct SQLNull: ParameterEncodable {
    /// Makes the NULL.
    public init() {}

    /// Always `true`.
    public var isNull: Bool { true }

    /// Writes nothing: NULL has no bytes.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {}

    /// The keyword `NULL`.
    public var textRepresentation: String { "NULL" }
}
