/// A Swift type that stands for a column's value: it can be bound, decoded and declared.
///
/// ``Base`` strips one `Optional`, so that one comparison operator serves `Int` and `Int?` columns.
///
/// Every value may also be the element of an array.
public protocol SQLValue: ParameterEncodable, ColumnDecodable, ArrayElement {
    /// The type without `Optional`.
    associatedtype Base: SQLValue = Self where Base.Base == Base

    /// Whether NULL is among the values; only of optionals it is.
    associatedtype Nullability: SQLNullability = NeverNull

    /// The PostgreSQL type a column of this Swift type has unless it is declared otherwise.
    static var sqlType: SQLType { get }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    /// The wrapped type.
    public typealias Base = Wrapped.Base

    /// NULL is `nil`.
    public typealias Nullability = MaybeNull

    /// The wrapped type's SQL type.
    public static var sqlType: SQLType { Wrapped.sqlType }
}

/// The name of a PostgreSQL type as it is written in SQL, such as `bigint` or `numeric(10,2)`.
public struct SQLType: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// The type's SQL spelling.
    public let rawValue: String

    /// Makes a type from its SQL spelling, which is trusted.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Makes a type from its SQL spelling.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// The type of an array of these.
    public var array: SQLType { SQLType(rawValue: rawValue + "[]") }
}

extension SQLType: CustomStringConvertible {
    /// The SQL spelling.
    public var description: String { rawValue }
}
