public import PGCore

// "Boolean Test" in "Comparison Functions and Operators" of the PostgreSQL manual: these are never
// NULL.

extension SQLExpression where Value.Base == Bool {
    /// Whether the expression is true, and neither false nor unknown.
    public var isTrue: Predicate { Predicate(.postfix(node, .isTrue)) }

    /// Whether the expression is false or unknown.
    public var isNotTrue: Predicate { Predicate(.postfix(node, .isNotTrue)) }

    /// Whether the expression is false, and neither true nor unknown.
    public var isFalse: Predicate { Predicate(.postfix(node, .isFalse)) }

    /// Whether the expression is true or unknown.
    public var isNotFalse: Predicate { Predicate(.postfix(node, .isNotFalse)) }

    /// Whether the expression is neither true nor false.
    public var isUnknown: Predicate { Predicate(.postfix(node, .isUnknown)) }

    /// Whether the expression is true or false.
    public var isNotUnknown: Predicate { Predicate(.postfix(node, .isNotUnknown)) }
}
