public import PGCore

/// What a function takes: an expression, or a plain value, which is bound.
///
/// A parameter of type `some SQLOperand<String>` takes `"text"` and a column of type `String` alike,
/// but no nullable one, since the result would be NULL without its type saying so: give such a
/// column a value with `coalesce` first.
///
/// A type of your own that is bound as a value conforms without writing anything:
///
/// ```swift
/// extension Mood: SQLOperand {}
/// ```
public protocol SQLOperand<OperandValue>: Sendable {
    /// The type of the value.
    associatedtype OperandValue: SQLValue

    /// The expression, or the value's placeholder.
    var operandNode: SQLNode { get }

    /// The same with a value's type said to the server, for where it could not infer one.
    var typedOperandNode: SQLNode { get }
}

extension SQLOperand where Self: SQLValue {
    /// The value's placeholder.
    public var operandNode: SQLNode { SQLNode(.parameter(self)) }

    /// The value's placeholder with its type.
    public var typedOperandNode: SQLNode {
        SQLNode(.cast(SQLNode(.parameter(self)), Self.sqlType))
    }
}

extension SQLExpression {
    /// The expression.
    public var operandNode: SQLNode { node }

    /// The expression.
    public var typedOperandNode: SQLNode { node }
}

extension SQLOperand {
    /// The operand with a type of the server's that has no Swift type of its own.
    func node(as type: SQLType) -> SQLNode { SQLNode(.cast(operandNode, type)) }
}
