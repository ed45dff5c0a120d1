public import PGCore

// Both sides of an operator between expressions have the same type, optional or not: the sum of a
// number and a NULL is NULL, so the result is optional when the operands are. `nullable` makes a
// side optional where they differ.

/// The sum.
public func + <Left: SQLExpression>(
    left: Left, right: Left.Value.Base
) -> Expression<Left.Value> where Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .add, SQLNode(.parameter(right))))
}

/// The sum.
public func + <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Expression<Left.Value> where Left.Value == Right.Value, Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .add, right.node))
}

/// The difference.
public func - <Left: SQLExpression>(
    left: Left, right: Left.Value.Base
) -> Expression<Left.Value> where Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .subtract, SQLNode(.parameter(right))))
}

/// The difference.
public func - <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Expression<Left.Value> where Left.Value == Right.Value, Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .subtract, right.node))
}

/// The product.
public func * <Left: SQLExpression>(
    left: Left, right: Left.Value.Base
) -> Expression<Left.Value> where Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .multiply, SQLNode(.parameter(right))))
}

/// The product.
public func * <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Expression<Left.Value> where Left.Value == Right.Value, Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .multiply, right.node))
}

/// The quotient; between integers it is an integer, rounded toward zero.
public func / <Left: SQLExpression>(
    left: Left, right: Left.Value.Base
) -> Expression<Left.Value> where Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .divide, SQLNode(.parameter(right))))
}

/// The quotient; between integers it is an integer, rounded toward zero.
public func / <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Expression<Left.Value> where Left.Value == Right.Value, Left.Value.Base: SQLNumber {
    Expression(.binary(left.node, .divide, right.node))
}

/// The remainder.
public func % <Left: SQLExpression>(
    left: Left, right: Left.Value.Base
) -> Expression<Left.Value> where Left.Value.Base: IntegerSQLValue {
    Expression(.binary(left.node, .remainder, SQLNode(.parameter(right))))
}

/// The remainder.
public func % <Left: SQLExpression, Right: SQLExpression>(
    left: Left, right: Right
) -> Expression<Left.Value> where Left.Value == Right.Value, Left.Value.Base: IntegerSQLValue {
    Expression(.binary(left.node, .remainder, right.node))
}

/// The number with its sign changed.
public prefix func - <Operand: SQLExpression>(
    operand: Operand
) -> Expression<Operand.Value> where Operand.Value.Base: SQLNumber {
    Expression(.prefix(.negate, operand.node))
}
