public import PGCore

/// A way to keep a value in a column of another type: encrypted, packed, in a unit of its own.
///
/// ```swift
/// enum Cents: ColumnCodec {
///     static func encode(_ money: Money) -> Int { money.cents }
///     static func decode(_ cents: Int) -> Money { Money(cents: cents) }
/// }
///
/// @Stored(as: Cents.self) var price: Money
/// ```
///
/// A type that is always kept in the same way is an `SQLValue` itself; an enum or wrapper with a raw
/// value needs only the conformance.
public protocol ColumnCodec: SendableMetatype {
    /// What the property holds.
    associatedtype Value: Sendable
    /// What the column holds.
    associatedtype Stored: SQLValue

    /// Returns what is kept in the column.
    ///
    /// - Throws: `PGError.Code.parameterMismatch` for a value that cannot be kept.
    static func encode(_ value: Value) throws(PGError) -> Stored

    /// Returns what the property holds.
    ///
    /// - Throws: `PGError.Code.decodingFailed` for content that stands for no value.
    static func decode(_ stored: Stored) throws(PGError) -> Value
}

/// A value that is kept in its column by a ``ColumnCodec``.
///
/// Queries compare with it: `$0.price == Coded(Money(cents: 5))`.
public struct Coded<Codec: ColumnCodec>: SQLValue {
    /// The value.
    public let value: Codec.Value

    /// Wraps a value.
    public init(_ value: Codec.Value) {
        self.value = value
    }

    /// The type of what is kept.
    public static var sqlType: SQLType { Codec.Stored.sqlType }

    /// Decodes what is kept, and from it the value.
    ///
    /// - Throws: `PGError.Code.decodingFailed`, or what the codec throws.
    public init(from cell: Cell) throws(PGError) {
        value = try Codec.decode(try Codec.Stored.decode(cell))
    }

    /// Binds what is kept.
    ///
    /// - Throws: What the codec throws, or the encoder of what is kept.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try Codec.encode(value).encode(as: type, into: &writer)
    }

    /// The text of what is kept, or `NULL` for a value that cannot be kept; then binding it throws.
    public var textRepresentation: String {
        do throws(PGError) {
            return try Codec.encode(value).textRepresentation
        } catch {
            return "NULL"
        }
    }
}
