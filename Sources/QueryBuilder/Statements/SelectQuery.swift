public import PGCore

/// What all SELECT queries share: the clauses that do not mention columns.
public protocol SelectQuery: Query {
    /// The clauses.
    var statement: SelectStatement { get set }

    /// The clauses, with what is selected where nothing was said.
    var completeStatement: SelectStatement { get }
}

extension SelectQuery {
    /// The clauses, which say what is selected.
    public var completeStatement: SelectStatement { statement }

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement { completeStatement.rendered }

    /// Leaves out duplicate rows.
    public consuming func distinct() -> Self {
        with { $0.isDistinct = true }
    }

    /// Returns at most this many rows.
    public consuming func limit(_ count: Int) -> Self {
        limited(SQLNode(.parameter(count)), hasTies: false)
    }

    /// Returns at most as many rows as the expression says, which uses no columns.
    public consuming func limit<Count: SQLExpression>(_ count: Count) -> Self
    where Count.Value.Base == Int {
        limited(count.node, hasTies: false)
    }

    /// Returns at most this many rows, and those that sort equal to the last of them.
    ///
    /// Renders `FETCH FIRST … ROWS WITH TIES`; the query has to be sorted.
    public consuming func limitWithTies(_ count: Int) -> Self {
        limited(SQLNode(.parameter(count)), hasTies: true)
    }

    /// Skips this many rows.
    public consuming func offset(_ count: Int) -> Self {
        with { $0.offset = SQLNode(.parameter(count)) }
    }

    /// Skips as many rows as the expression says, which uses no columns.
    public consuming func offset<Count: SQLExpression>(_ count: Count) -> Self
    where Count.Value.Base == Int {
        with { $0.offset = count.node }
    }

    /// The same query with `LIMIT 1`, unless it has a limit.
    public var limitedToFirst: Self {
        statement.limit == nil ? limit(1) : self
    }

    private consuming func limited(_ count: SQLNode, hasTies: Bool) -> Self {
        with { statement in
            statement.limit = count
            if hasTies || statement.hasRareClauses { statement.rareClauses.hasTies = hasTies }
        }
    }

    // The methods that add a clause take over the query they are called on: in a chain of them nothing
    // is copied.
    consuming func with(_ change: (inout SelectStatement) -> Void) -> Self {
        change(&statement)
        return self
    }
}
