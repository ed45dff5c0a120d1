public import PGCore

// Two overloads per operator, value and expression, with a concrete result: that is what keeps long
// conditions fast to type-check. `Base` strips the optional, so that the two also serve nullable
// columns, and comparing with `nil` or with an optional value does not compile: see `isNull`
// and `is(_:)`.

extension SQLExpression {
    func compare(_ symbol: SQLOperator, _ value: Value.Base) -> Predicate {
        Predicate(.binary(node, symbol, SQLNode(.parameter(value))))
    }

    func compare(_ symbol: SQLOperator, _ other: some SQLExpression) -> Predicate {
        Predicate(.binary(node, symbol, other.node))
    }
}

/// Whether the two are equal; unknown when either is NULL.
public func == <Left: SQLExpression>(left: Left, right: Left.Value.Base) -> Predicate {
    left.compare(.equal, right)
}

/// Whether the two are equal; unknown when either is NULL.
public func == <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Right.Value.Base {
    left.compare(.equal, right)
}

/// Whether the two differ; unknown when either is NULL.
public func != <Left: SQLExpression>(left: Left, right: Left.Value.Base) -> Predicate {
    left.compare(.notEqual, right)
}

/// Whether the two differ; unknown when either is NULL.
public func != <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Right.Value.Base {
    left.compare(.notEqual, right)
}

/// Whether the first is less than the second.
public func < <Left: SQLExpression>(left: Left, right: Left.Value.Base) -> Predicate {
    left.compare(.less, right)
}

/// Whether the first is less than the second.
public func < <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Right.Value.Base {
    left.compare(.less, right)
}

/// Whether the first is at most the second.
public func <= <Left: SQLExpression>(left: Left, right: Left.Value.Base) -> Predicate {
    left.compare(.lessOrEqual, right)
}

/// Whether the first is at most the second.
public func <= <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Right.Value.Base {
    left.compare(.lessOrEqual, right)
}

/// Whether the first is greater than the second.
public func > <Left: SQLExpression>(left: Left, right: Left.Value.Base) -> Predicate {
    left.compare(.greater, right)
}

/// Whether the first is greater than the second.
public func > <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Right.Value.Base {
    left.compare(.greater, right)
}

/// Whether the first is at least the second.
public func >= <Left: SQLExpression>(left: Left, right: Left.Value.Base) -> Predicate {
    left.compare(.greaterOrEqual, right)
}

/// Whether the first is at least the second.
public func >= <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Right.Value.Base {
    left.compare(.greaterOrEqual, right)
}
