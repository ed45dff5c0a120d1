public import PGCore

extension SelectQuery {
    /// Whether the query returns a row; inside another query's closure it may use that one's tables.
    ///
    /// ```swift
    /// UserRow.where { user in PostRow.where { $0.authorID == user.id }.exists }
    /// ```
    public var exists: Predicate {
        var select = statement
        select.selection = [SQLNode(.text("1"))]
        return Predicate(.prefix(.exists, SQLNode(.subquery(select))))
    }
}

extension SQLExpression {
    /// Whether the expression is among the values that the query returns.
    ///
    /// Name the query first: the compiler cannot infer it inside this call.
    ///
    /// ```swift
    /// let authors = PostRow.select { $0.authorID }
    /// let query = UserRow.where { $0.id.in(authors) }
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
