public import PGCore

// "Conditional Expressions" in the PostgreSQL manual.

extension SQLExpression {
    /// NULL where the expression equals the value, and the expression elsewhere.
    public func nullIf(_ value: Value.Base) -> Expression<Value.Base?> {
        call("nullif", .value(value))
    }

    /// NULL where the two are equal, and the expression elsewhere.
    public func nullIf<Other: SQLExpression>(_ other: Other) -> Expression<Value.Base?>
    where Other.Value.Base == Value.Base {
        call("nullif", other.node)
    }

    /// The larger of the two; a NULL does not count, so that there always is one.
    public func greatest(_ value: Value.Base) -> Expression<Value.Base> {
        call("greatest", .value(value))
    }

    /// The larger of the two; a NULL does not count, so that only two of them make one.
    public func greatest<Other: SQLExpression>(_ other: Other) -> Expression<Other.Value>
    where Other.Value.Base == Value.Base {
        call("greatest", other.node)
    }

    /// The smaller of the two; a NULL does not count, so that there always is one.
    public func least(_ value: Value.Base) -> Expression<Value.Base> {
        call("least", .value(value))
    }

    /// The smaller of the two; a NULL does not count, so that only two of them make one.
    public func least<Other: SQLExpression>(_ other: Other) -> Expression<Other.Value>
    where Other.Value.Base == Value.Base {
        call("least", other.node)
    }
}

/// The largest of several expressions of one type; NULLs do not count.
public func greatest<Value: SQLValue>(
    _ first: some SQLExpression<Value>, _ others: any SQLExpression<Value>...
) -> Expression<Value> {
    Expression(.call("greatest", arguments: [first.node] + others.map { $0.node }))
}

/// The smallest of several expressions of one type; NULLs do not count.
public func least<Value: SQLValue>(
    _ first: some SQLExpression<Value>, _ others: any SQLExpression<Value>...
) -> Expression<Value> {
    Expression(.call("least", arguments: [first.node] + others.map { $0.node }))
}
