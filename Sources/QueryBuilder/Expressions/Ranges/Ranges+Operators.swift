public import PGCore

/// A range or a multirange.
public protocol SQLRangeLike: SQLValue {}

extension PGRange: SQLRangeLike {}
extension Range: SQLRangeLike where Bound: RangeBound {}
extension ClosedRange: SQLRangeLike where Bound: DiscreteRangeBound {}
extension PGMultirange: SQLRangeLike {}

// "Range Operators" and "Multirange Operators" in the PostgreSQL manual: those that both have.

extension SQLExpression where Value.Base: SQLRangeLike {
    /// Whether all of this range lies in the other: `<@`.
    public func isContained<Other: SQLOperand>(in other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("<@", other.typedOperandNode)
    }

    /// Whether the ranges have a value in common: `&&`.
    public func overlaps<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("&&", other.typedOperandNode)
    }

    /// Whether all of this range lies before the other: `<<`.
    public func isBefore<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("<<", other.typedOperandNode)
    }

    /// Whether all of this range lies after the other: `>>`.
    public func isAfter<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix(">>", other.typedOperandNode)
    }

    /// Whether this range ends no later than the other: `&<`.
    public func endsNoLater<Other: SQLOperand>(than other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("&<", other.typedOperandNode)
    }

    /// Whether this range begins no earlier than the other: `&>`.
    public func beginsNoEarlier<Other: SQLOperand>(than other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("&>", other.typedOperandNode)
    }

    /// Whether one range begins where the other ends: `-|-`.
    public func isAdjacent<Other: SQLOperand>(to other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("-|-", other.typedOperandNode)
    }

    /// The values of both; the server refuses ranges between which there is a gap.
    public func union(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        infix(.add, other.typedOperandNode)
    }

    /// The values that both have.
    public func intersection(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        infix(.multiply, other.typedOperandNode)
    }

    /// The values that the other lacks; the server refuses to make two ranges of one.
    public func subtracting(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        infix(.subtract, other.typedOperandNode)
    }

    /// Whether it holds nothing.
    public func isEmpty() -> Predicate { call("isempty") }

    /// Whether the lower bound is included.
    public func includesLower() -> Predicate { call("lower_inc") }

    /// Whether the upper bound is included.
    public func includesUpper() -> Predicate { call("upper_inc") }

    /// Whether there is no lower bound.
    public func hasNoLower() -> Predicate { call("lower_inf") }

    /// Whether there is no upper bound.
    public func hasNoUpper() -> Predicate { call("upper_inf") }
}
