public import PGCore

// "Range/Multirange Functions and Operators" in the PostgreSQL manual.

extension SQLExpression where Value.Base: SQLRangeValue {
    /// Whether the value lies in the range: `@>`.
    public func contains<Element: SQLOperand>(_ element: Element) -> Predicate
    where Element.OperandValue.Base == Value.Base.Bound {
        infix("@>", element.typedOperandNode)
    }

    /// Whether all of the other range lies in this one: `@>`.
    public func contains<Other: SQLOperand>(range other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("@>", other.typedOperandNode)
    }

    /// The range's lower bound; NULL where it has none.
    public var lowerBound: Expression<Value.Base.Bound?> { call("lower") }

    /// The range's upper bound; NULL where it has none.
    public var upperBound: Expression<Value.Base.Bound?> { call("upper") }

    /// The smallest range that holds both.
    public func merged(with other: some SQLOperand<Value.Base>) -> Expression<Value> {
        call("range_merge", other.typedOperandNode)
    }

    /// The multirange of this range alone.
    public func multirange() -> Expression<PGMultirange<Value.Base.Bound>?> { call("multirange") }
}

extension SQLExpression where Value.Base: SQLMultirangeValue {
    /// Whether the value lies in one of the ranges: `@>`.
    public func contains<Element: SQLOperand>(_ element: Element) -> Predicate
    where Element.OperandValue.Base == Value.Base.Bound {
        infix("@>", element.typedOperandNode)
    }

    /// Whether all of the other multirange lies in this one: `@>`.
    public func contains<Other: SQLOperand>(range other: Other) -> Predicate
    where Other.OperandValue.Base == Value.Base {
        infix("@>", other.typedOperandNode)
    }

    /// The lower bound of the first range; NULL where it has none.
    public var lowerBound: Expression<Value.Base.Bound?> { call("lower") }

    /// The upper bound of the last range; NULL where it has none.
    public var upperBound: Expression<Value.Base.Bound?> { call("upper") }

    /// The smallest range that holds all of them.
    public func merged() -> Expression<PGRange<Value.Base.Bound>?> { call("range_merge") }

    /// One row for each range, in a select list.
    public func unnest() -> Expression<PGRange<Value.Base.Bound>> { call("unnest") }
}

extension SQLExpression where Value.Base: RangeBound {
    /// Whether the value lies in the range: `<@`.
    public func isContained(in range: some SQLOperand<PGRange<Value.Base>>) -> Predicate {
        infix("<@", range.typedOperandNode)
    }

    /// The range from this value to the other, of which the bounds say which end it includes.
    public func range(
        to upper: some SQLOperand<Value.Base>, _ bounds: RangeBounds = .includingLower
    ) -> Expression<PGRange<Value.Base>> {
        Expression(
            .call(
                Value.Base.rangeType.rawValue, node, upper.operandNode,
                .text("'\(bounds.rawValue)'")))
    }
}

/// Which of its ends a range includes.
public enum RangeBounds: String, Sendable {
    /// The lower one, as is usual.
    case includingLower = "[)"
    /// The upper one.
    case includingUpper = "(]"
    /// Both.
    case includingBoth = "[]"
    /// Neither.
    case excludingBoth = "()"
}
