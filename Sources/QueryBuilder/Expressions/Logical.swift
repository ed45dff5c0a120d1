public import PGCore

/// Whether both are true.
public func && <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Bool, Right.Value.Base == Bool {
    left.compare(.and, right)
}

/// Whether at least one is true.
public func || <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Predicate where Left.Value.Base == Bool, Right.Value.Base == Bool {
    left.compare(.or, right)
}

/// Whether the operand is false.
public prefix func ! <Operand: SQLExpression>(
    operand: Operand
) -> Predicate where Operand.Value.Base == Bool {
    operand.not
}

extension SQLExpression where Value.Base == Bool {
    /// Whether both are true.
    public func and<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Bool {
        compare(.and, other)
    }

    /// Whether at least one is true.
    public func or<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Bool {
        compare(.or, other)
    }

    /// Whether the expression is false.
    public var not: Predicate { Predicate(.prefix(.not, node)) }
}
