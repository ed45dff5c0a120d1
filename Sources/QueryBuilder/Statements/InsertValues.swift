public import PGCore

/// The values of one new row, without those that the server makes.
///
/// A struct without the generated columns conforms; `@Table` writes one as `New`, and by hand it is
/// two lists in the same order:
///
/// ```swift
/// extension UserRow.New: InsertValues {
///     typealias Target = UserRow
///     static var insertColumns: [String] { ["email", "created_at"] }
///     var insertValues: [InsertValue] { [.value(email), .orDefault(createdAt)] }
/// }
/// ```
public protocol InsertValues: Sendable {
    /// The table the row goes into.
    associatedtype Target: Table

    /// The names of the columns that get a value.
    static var insertColumns: [String] { get }

    /// The values, in the order of ``insertColumns``.
    var insertValues: [InsertValue] { get }
}

/// One value of a new row: a bound value, an expression, or the column's default.
public struct InsertValue: Sendable {
    package let node: SQLNode

    private init(_ kind: SQLNode.Kind) {
        node = SQLNode(kind)
    }

    /// Binds the value; `nil` is NULL.
    public static func value(_ value: some ParameterEncodable) -> InsertValue {
        InsertValue(.parameter(value))
    }

    /// Binds the value, or leaves the column to its default when there is none.
    public static func orDefault(_ value: (some ParameterEncodable)?) -> InsertValue {
        guard let value else { return .default }
        return InsertValue(.parameter(value))
    }

    /// Lets the server compute the value.
    public static func expression(_ expression: some SQLExpression) -> InsertValue {
        InsertValue(expression.node.kind)
    }

    /// Leaves the column to its default.
    public static var `default`: InsertValue { InsertValue(.text("DEFAULT")) }

    /// The bound value, if it is one.
    var parameter: (any ParameterEncodable)? {
        if case .parameter(let value) = node.kind { value } else { nil }
    }

    /// Whether the column is left to its default.
    var isDefault: Bool {
        if case .text = node.kind { true } else { false }
    }
}
