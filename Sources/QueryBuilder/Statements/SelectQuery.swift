/// What all SELECT queries share: the clauses that do not mention columns.
public protocol SelectQuery: Query {
    /// The clauses.
    var statement: SelectStatement { get set }
}

extension SelectQuery {
    /// Leaves out duplicate rows.
    public func distinct() -> Self {
        with { $0.isDistinct = true }
    }

    /// Returns at most this many rows.
    public func limit(_ count: Int) -> Self {
        with { $0.limit = SQLNode(.parameter(count)) }
    }

    /// Skips this many rows.
    public func offset(_ count: Int) -> Self {
        with { $0.offset = SQLNode(.parameter(count)) }
    }

    /// The same query with `LIMIT 1`, unless it has a limit.
    public var limitedToFirst: Self {
        statement.limit == nil ? limit(1) : self
    }

    func with(_ change: (inout SelectStatement) -> Void) -> Self {
        var copy = self
        change(&copy.statement)
        return copy
    }
}
