public import PGCore

/// An array, as a Swift array and `PGArray` are.
public protocol SQLArrayValue: SQLValue {
    /// What the array holds.
    associatedtype Element: ArrayElement
}

extension Array: SQLArrayValue where Element: ArrayElement {}
extension PGArray: SQLArrayValue where Element: SQLValue {}

// "Array Functions and Operators" in the PostgreSQL manual. Places are counted from 1.

extension SQLExpression where Value.Base: SQLArrayValue, Value.Nullability: SQLResultTypes {
    /// Whether the array holds everything that the other holds: `@>`.
    public func contains<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("@>", other.operandNode)
    }

    /// Whether the other array holds everything that this one holds: `<@`.
    public func isContained<Other: SQLOperand>(in other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("<@", other.operandNode)
    }

    /// Whether the arrays have an element in common: `&&`.
    public func overlaps<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("&&", other.operandNode)
    }

    /// The array followed by the elements of the other.
    public func concat(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        infix(.concatenate, other.operandNode)
    }

    /// The number of all elements, those of all dimensions together.
    public func cardinality() -> Expression<Value.Nullability.Integer> { call("cardinality") }

    /// The number of elements in a dimension; NULL where the array has none of it.
    public func arrayLength(dimension: Int = 1) -> Expression<Int?> {
        call("array_length", .value(dimension, as: "integer"))
    }

    /// The number of dimensions; NULL for an empty array.
    public func arrayDimensions() -> Expression<Int?> { call("array_ndims") }

    /// The first place of a dimension; NULL where the array has none of it.
    public func arrayLower(dimension: Int = 1) -> Expression<Int?> {
        call("array_lower", .value(dimension, as: "integer"))
    }

    /// The last place of a dimension; NULL where the array has none of it.
    public func arrayUpper(dimension: Int = 1) -> Expression<Int?> {
        call("array_upper", .value(dimension, as: "integer"))
    }

    /// The elements from one place to another, both included.
    public func slice(
        from first: some SQLOperand<Int>, to last: some SQLOperand<Int>
    ) -> Expression<Value> {
        .syntax(
            .primary, .enclosed(node), .text("["), .operand(first.node(as: "integer")), .text(":"),
            .operand(last.node(as: "integer")), .text("]"))
    }

    /// The array without its last elements.
    public func trimArray(_ count: some SQLOperand<Int>) -> Expression<Value> {
        call("trim_array", count.node(as: "integer"))
    }

    /// The texts of all elements with a separator between them; NULLs are left out.
    public func arrayToString(
        _ separator: some SQLOperand<String>
    ) -> Expression<Value.Nullability.Text> {
        call("array_to_string", separator.operandNode)
    }

    /// The texts of all elements with a separator between them, and a text for NULLs.
    public func arrayToString(
        _ separator: some SQLOperand<String>, null: some SQLOperand<String>
    ) -> Expression<Value.Nullability.Text> {
        call("array_to_string", separator.operandNode, null.operandNode)
    }
}
