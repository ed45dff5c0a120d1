public import PGCore

extension SQLExpression {
    /// Whether the expression equals the other; unknown when either is NULL.
    public func eq(_ value: Value.Base) -> Predicate {
        compare(.equal, value)
    }

    /// Whether the expression equals the other; unknown when either is NULL.
    public func eq<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.equal, other)
    }

    /// Whether the expression differs from the other; unknown when either is NULL.
    public func ne(_ value: Value.Base) -> Predicate {
        compare(.notEqual, value)
    }

    /// Whether the expression differs from the other; unknown when either is NULL.
    public func ne<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.notEqual, other)
    }

    /// Whether the expression is less than the other.
    public func lt(_ value: Value.Base) -> Predicate {
        compare(.less, value)
    }

    /// Whether the expression is less than the other.
    public func lt<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.less, other)
    }

    /// Whether the expression is at most the other.
    public func lte(_ value: Value.Base) -> Predicate {
        compare(.lessOrEqual, value)
    }

    /// Whether the expression is at most the other.
    public func lte<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.lessOrEqual, other)
    }

    /// Whether the expression is greater than the other.
    public func gt(_ value: Value.Base) -> Predicate {
        compare(.greater, value)
    }

    /// Whether the expression is greater than the other.
    public func gt<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.greater, other)
    }

    /// Whether the expression is at least the other.
    public func gte(_ value: Value.Base) -> Predicate {
        compare(.greaterOrEqual, value)
    }

    /// Whether the expression is at least the other.
    public func gte<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.greaterOrEqual, other)
    }
}
