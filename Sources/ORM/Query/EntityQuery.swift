public import PGCore
public import QueryBuilder

/// A question whose answer is entities: an immutable value that a session runs.
///
/// ```swift
/// let query = User.where { $0.name == "A" }.orderBy { $0.id.descending }.limit(20)
/// let users = try await session.fetch(query.include(\.posts))
/// ```
public struct EntityQuery<Root: Entity>: Sendable {
    var statement: SelectStatement
    var inclusions: [any Inclusion<Root>] = []
    /// The session's filters that the query does without.
    var lifted = LiftedFilters.none
    /// The session's filters, for what is joined.
    var filters = SessionFilters()
    /// What the filters narrow and the statement lacks until they are known.
    var relatedTerms: [RelatedTerm] = []

    init() {
        let table = TableReference(Root.tableName, schema: Root.tableSchema)
        statement = SelectStatement(from: table)
        statement.selection = Root.selectedExpressions(of: table)
    }

    func with(_ change: (inout EntityQuery) -> Void) -> EntityQuery {
        var copy = self
        change(&copy)
        return copy
    }

    /// The statement that will be sent for the entities themselves and what is joined to them, with
    /// its parameters.
    public var sql: SQLStatement { complete.rendered }

    /// Whether it locks no rows.
    @usableFromInline
    var isReading: Bool {
        !statement.hasRareClauses || statement.rareClauses.locks.isEmpty
    }

    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns `nil` adds no condition.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Root.Columns) -> Condition?
    ) -> EntityQuery where Condition.Value.Base == Bool {
        with { $0.statement.filter(condition(Root.columns)?.node) }
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (Root.Columns, Input) -> Condition
    ) -> EntityQuery where Condition.Value.Base == Bool {
        guard let value else { return self }
        return with { $0.statement.filter(condition(Root.columns, value).node) }
    }

    /// Sorts the rows, after what earlier calls sort by.
    public func orderBy<each Term: OrderTerm>(
        _ terms: (Root.Columns) -> (repeat each Term)
    ) -> EntityQuery {
        with { query in
            for term in repeat each terms(Root.columns) {
                query.statement.orderBy.append(term.ordering)
            }
        }
    }

    /// Returns at most this many entities.
    public func limit(_ count: Int) -> EntityQuery {
        with { $0.statement.limit = SQLNode(.parameter(count)) }
    }

    /// Skips this many entities.
    public func offset(_ count: Int) -> EntityQuery {
        with { $0.statement.offset = SQLNode(.parameter(count)) }
    }

    /// The number of rows the query would return.
    var countStatement: SQLStatement {
        guard statement.limit == nil, statement.offset == nil else {
            return "SELECT count(*) FROM (\(sql)) AS entities"
        }
        var counting = resolved.statement
        counting.selection = countRows().selectedExpressions
        counting.orderBy = []
        if counting.hasRareClauses { counting.rareClauses.locks = [] }
        return counting.rendered
    }
}

extension EntityQuery: CustomStringConvertible {
    /// The text that will be sent for the entities themselves.
    public var description: String { sql.text }
}

extension Entity {
    /// All rows of the table.
    public static var all: EntityQuery<Self> { EntityQuery() }

    /// The rows for which the condition is true.
    public static func `where`<Condition: SQLExpression>(
        _ condition: (Columns) -> Condition?
    ) -> EntityQuery<Self> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// The rows for which the condition is true, or all when there is no value to compare with.
    public static func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (Columns, Input) -> Condition
    ) -> EntityQuery<Self> where Condition.Value.Base == Bool {
        all.where(ifLet: value, condition)
    }

    /// All rows of the table, sorted.
    public static func orderBy<each Term: OrderTerm>(
        _ terms: (Columns) -> (repeat each Term)
    ) -> EntityQuery<Self> {
        all.orderBy(terms)
    }
}

extension EntityQuery {
    mutating func filter(_ condition: SQLNode) {
        statement.filter(condition)
    }

    mutating func change(_ change: (inout SelectStatement) -> Void) {
        change(&statement)
    }

    /// Selects some columns, by their position.
    mutating func select(_ columns: [Int]) {
        statement.selection = columns.map { column in
            SQLNode(.column(Root.tableReference, Root.definition.columns[column].name))
        }
    }

    /// Selects more columns, behind the others.
    mutating func select(also columns: [Int]) {
        statement.selection += columns.map { column in
            SQLNode(.column(Root.tableReference, Root.definition.columns[column].name))
        }
    }

    mutating func sortByKey() {
        let table = Root.tableReference
        for name in Root.primaryKeyNames {
            statement.orderBy.append(Ordering(by: SQLNode(.column(table, name))))
        }
    }
}
