public import PGCore

extension SQLExpression {
    /// Whether the value is NULL.
    public var isNull: Predicate { Predicate(.postfix(node, .isNull)) }

    /// Whether there is a value.
    public var isNotNull: Predicate { Predicate(.postfix(node, .isNotNull)) }

    /// Whether the expression is the same as the value, where NULL is the same as NULL.
    ///
    /// Renders `IS NOT DISTINCT FROM`, which does not use an ordinary index; prefer `==` where the
    /// value cannot be `nil`.
    public func `is`(_ value: Value.Base?) -> Predicate {
        Predicate(.binary(node, .isNotDistinct, SQLNode(.parameter(value))))
    }

    /// Whether the two are the same, where NULL is the same as NULL.
    public func `is`<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.isNotDistinct, other)
    }

    /// Whether the expression is not the same as the value, where NULL is the same as NULL.
    public func isNot(_ value: Value.Base?) -> Predicate {
        Predicate(.binary(node, .isDistinct, SQLNode(.parameter(value))))
    }

    /// Whether the two are not the same, where NULL is the same as NULL.
    public func isNot<Other: SQLExpression>(_ other: Other) -> Predicate
    where Other.Value.Base == Value.Base {
        compare(.isDistinct, other)
    }

    /// The same expression with an optional type, for where both sides must have one type.
    public var nullable: Expression<Value.Base?> { Expression(node) }

    /// The expression, or the value where it is NULL.
    public func coalesce(_ value: Value.Base) -> Expression<Value.Base> {
        Expression(.function(FunctionCall("coalesce", [node, SQLNode(.parameter(value))])))
    }

    /// The expression, or the other where it is NULL.
    public func coalesce<Other: SQLExpression>(_ other: Other) -> Expression<Other.Value>
    where Other.Value.Base == Value.Base {
        Expression(.function(FunctionCall("coalesce", [node, other.node])))
    }
}
