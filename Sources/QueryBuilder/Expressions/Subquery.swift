public import PGCore

extension SelectQuery {
    /// Whether the query returns a row; inside another query's closure it may use that one's tables.
    ///
    /// ```swift
    /// UserRow.where { user in PostRow.where { $0.authorID == user.id }.exists }
    /// ```
    public var exists: Predicate {
        var select = completeStatement
        if select.canSelectAnything { select.selection = [SQLNode(.text("1"))] }
        return Predicate(.prefix(.exists, SQLNode(.subquery(select))))
    }
}

extension SelectStatement {
    /// Whether the statement has the same rows whatever it selects.
    fileprivate var canSelectAnything: Bool {
        guard !isDistinct else { return false }
        guard hasRareClauses, case .select = rareClauses.body else { return !hasRareClauses }
        return rareClauses.distinctOn.isEmpty
    }
}

/// The query's only value as an expression; NULL where the query returns no row.
///
/// Inside another query's closure it may use that one's tables:
///
/// ```swift
/// UserRow.select { user in
///     (user.name, scalar(PostRow.where { $0.authorID == user.id }.select { _ in countRows() }))
/// }
/// ```
///
/// The server refuses a query that returns several rows; give it a limit.
public func scalar<Scope, Output: SQLValue>(
    _ query: Select<Scope, Output>
) -> Expression<Output.Base?> {
    Expression(.subquery(query.statement))
}

extension SQLExpression {
    /// Whether the expression is among the values that the query returns.
    ///
    /// ```swift
    /// UserRow.where { $0.id.in(PostRow.select { $0.authorID }) }
    /// ```
    public func `in`<Scope, Output: SQLValue>(_ query: Select<Scope, Output>) -> Predicate
    where Output.Base == Value.Base {
        Predicate(.binary(node, .in, SQLNode(.subquery(query.statement))))
    }

    /// Whether the expression is not among the values that the query returns.
    ///
    /// As always in SQL, a NULL among them makes the answer unknown.
    public func notIn<Scope, Output: SQLValue>(_ query: Select<Scope, Output>) -> Predicate
    where Output.Base == Value.Base {
        Predicate(.binary(node, .notIn, SQLNode(.subquery(query.statement))))
    }
}
