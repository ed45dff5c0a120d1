public import PGCore
public import QueryBuilder

/// A question whose answer is entities: an immutable value that a session runs.
///
/// ```swift
/// let query = User.where { $0.name == "A" }.orderBy { $0.id.descending }.limit(20)
/// let users = try await session.fetch(query.include(\.posts))
/// ```
public struct EntityQuery<Root: Entity>: Sendable {
    private(set) var statement: SelectStatement
    private(set) var inclusions: [any Inclusion<Root>] = []

    init() {
        let table = TableReference(Root.tableName, schema: Root.tableSchema)
        statement = SelectStatement(from: table)
        statement.selection = Root.columns.selectedExpressions
    }

    private func with(_ change: (inout EntityQuery) -> Void) -> EntityQuery {
        var copy = self
        change(&copy)
        return copy
    }

    /// The statement that will be sent for the entities themselves, with its parameters.
    public var sql: SQLStatement { statement.rendered }

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

    /// Loads a relationship of all entities found, with one more statement for all of them.
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable
    ) -> EntityQuery {
        include(path) { $0 }
    }

    /// Loads a relationship, and a relationship of what that found.
    public func include<Value: RelationshipValue, Nested: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable,
        _ nested: any KeyPath<Value.Target, Nested> & Sendable
    ) -> EntityQuery {
        include(path) { $0.include(nested) }
    }

    /// Loads a relationship, and what `nested` includes of it.
    ///
    /// ```swift
    /// User.all.include(\.posts) { $0.include(\.comments).include(\.editor) }
    /// ```
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable,
        _ nested: (Inclusions<Value.Target>) -> Inclusions<Value.Target>
    ) -> EntityQuery {
        with { query in
            let children = nested(Inclusions()).list
            query.inclusions.append(PathInclusion(path: path, children: children))
        }
    }

    /// The number of rows the query would return.
    var countStatement: SQLStatement {
        guard statement.limit == nil, statement.offset == nil else {
            return "SELECT count(*) FROM (\(sql)) AS entities"
        }
        var counting = statement
        counting.selection = countRows().selectedExpressions
        counting.orderBy = []
        return counting.rendered
    }
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

    /// All rows of the table, with a relationship loaded.
    public static func include<Value: RelationshipValue>(
        _ path: any KeyPath<Self, Value> & Sendable
    ) -> EntityQuery<Self> {
        all.include(path)
    }

    /// The rows whose column has one of the values, bound as one array.
    static func rows(
        whereColumn column: Int, isOneOf values: [any ParameterEncodable]
    ) -> EntityQuery<Self> {
        let table = TableReference(tableName, schema: tableSchema)
        let name = definition.columns[column].name
        var query = all
        query.filter(
            SQLNode(
                .fragment([
                    SQLNode(.column(table, name)), SQLNode(.text(" = ANY(")),
                    SQLNode(.parameter(ArrayParameter(values: values))), SQLNode(.text(")")),
                ])))
        return query
    }
}

extension EntityQuery {
    mutating func filter(_ condition: SQLNode) {
        statement.filter(condition)
    }

    /// Selects some columns, by their position.
    mutating func select(_ columns: [Int]) {
        let all = Root.columns.selectedExpressions
        statement.selection = columns.map { all[$0] }
    }

    mutating func sortByKey() {
        let table = TableReference(Root.tableName, schema: Root.tableSchema)
        statement.orderBy.append(Column<Root.ID>(table, Root.primaryKeyName).ordering)
    }
}
