public import PGCore

/// The values of a query to compare with: any of them, or all.
///
/// ```swift
/// let ages = UserRow.where { $0.name == "A" }.select { $0.age }
/// UserRow.where { $0.age.gt(anyOf(ages)) }
/// UserRow.where { $0.age.gte(allOf(ages)) }
/// ```
public struct QuantifiedSubquery<Value: SQLValue>: Sendable {
    fileprivate let quantifier: SQLNode.Quantifier
    fileprivate let query: SelectStatement
}

/// Any of the values that the query returns; of none, every comparison is false.
public func anyOf<Scope, Output: SQLValue>(
    _ query: Select<Scope, Output>
) -> QuantifiedSubquery<Output.Base> {
    QuantifiedSubquery(quantifier: .any, query: query.statement)
}

/// All of the values that the query returns; of none, every comparison is true.
public func allOf<Scope, Output: SQLValue>(
    _ query: Select<Scope, Output>
) -> QuantifiedSubquery<Output.Base> {
    QuantifiedSubquery(quantifier: .all, query: query.statement)
}

extension SQLExpression {
    /// Whether the expression equals any, or all, of the query's values.
    public func eq(_ values: QuantifiedSubquery<Value.Base>) -> Predicate {
        compare(.equal, values)
    }

    /// Whether the expression differs from any, or all, of the query's values.
    public func ne(_ values: QuantifiedSubquery<Value.Base>) -> Predicate {
        compare(.notEqual, values)
    }

    /// Whether the expression is less than any, or all, of the query's values.
    public func lt(_ values: QuantifiedSubquery<Value.Base>) -> Predicate {
        compare(.less, values)
    }

    /// Whether the expression is at most as large as any, or all, of the query's values.
    public func lte(_ values: QuantifiedSubquery<Value.Base>) -> Predicate {
        compare(.lessOrEqual, values)
    }

    /// Whether the expression is greater than any, or all, of the query's values.
    public func gt(_ values: QuantifiedSubquery<Value.Base>) -> Predicate {
        compare(.greater, values)
    }

    /// Whether the expression is at least as large as any, or all, of the query's values.
    public func gte(_ values: QuantifiedSubquery<Value.Base>) -> Predicate {
        compare(.greaterOrEqual, values)
    }

    private func compare(
        _ symbol: SQLOperator, _ values: QuantifiedSubquery<Value.Base>
    ) -> Predicate {
        Predicate(
            .quantified(node, symbol, values.quantifier, SQLNode(.bareSubquery(values.query))))
    }
}
