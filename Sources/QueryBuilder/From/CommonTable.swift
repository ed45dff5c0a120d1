public import PGCore

/// A query that is named before the statement and used in it by its name: a common table expression.
///
/// A statement that uses one defines it, wherever in the statement that is:
///
/// ```swift
/// let totals = PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows.count) }
///     .common("totals")
/// let query = UserRow.join(totals) { u, t in t.columns.0 == u.id }
/// // WITH "totals" ("column1", "column2") AS (SELECT …) SELECT … FROM "users" JOIN "totals" …
/// ```
///
/// See "WITH Queries" in the PostgreSQL manual.
public struct CommonTable<Columns: SourceColumns>: RowSource, CommonTableSource {
    /// How the table is defined.
    public let definition: CommonTableDefinition

    init(_ definition: CommonTableDefinition) {
        self.definition = definition
    }

    /// What is written in the FROM clause.
    public var item: SourceItem { SourceItem(.common(definition), name: definition.name) }

    /// Computes the table once, whatever its use.
    public func materialized() -> CommonTable { with { $0.isMaterialized = true } }

    /// Lets the server merge the table's query into the one that uses it.
    public func notMaterialized() -> CommonTable { with { $0.isMaterialized = false } }

    func with(_ change: (inout CommonTableDefinition.Clauses) -> Void) -> CommonTable {
        var clauses = definition.clauses
        change(&clauses)
        return CommonTable(CommonTableDefinition(clauses))
    }
}

/// A statement that can be defined before another: a query, or a change of data.
public protocol CommonTableSource: Sendable {
    /// How it is defined.
    var definition: CommonTableDefinition { get }
}

/// A change of data that returns nothing, defined before another statement.
public struct CommonCommand: CommonTableSource {
    /// How it is defined.
    public let definition: CommonTableDefinition

    init(_ name: String, _ statement: ChangeStatement) {
        definition = CommonTableDefinition(name, [], .change(statement))
    }
}

/// A common table's name and query.
///
/// It has an identity: two that go by one name are two definitions, which the server refuses.
public final class CommonTableDefinition: Sendable {
    package enum Body: Sendable {
        case select(SelectStatement)
        case change(ChangeStatement)
        case recursive(SelectStatement, RareClauses.SetOperator, SelectStatement)
        /// The table inside its own definition.
        case itself
    }

    package struct Cycle: Sendable {
        package var columns: [String]
        package var mark: String
        package var values: (SQLNode, SQLNode)?
        package var path: String
    }

    package struct Clauses: Sendable {
        package var name: String
        package var columns: [String]
        package var body: Body
        package var isMaterialized: Bool?
        package var search: (order: SearchOrder, columns: [String], into: String)?
        package var cycle: Cycle?
    }

    package let clauses: Clauses

    package init(_ clauses: Clauses) {
        self.clauses = clauses
    }

    convenience init(_ name: String, _ columns: [String], _ body: Body) {
        self.init(Clauses(name: name, columns: columns, body: body))
    }

    package var name: String { clauses.name }

    package var isRecursive: Bool {
        if case .recursive = clauses.body { true } else { false }
    }
}

extension From1 where A: SourceColumns {
    /// The query as a common table with the same columns.
    public func common(_ name: String) -> CommonTable<A> {
        CommonTable(CommonTableDefinition(name, [], .select(completeStatement)))
    }
}

extension Select {
    /// The query as a common table whose columns are those of a row type, by name.
    ///
    /// The columns are named in the order of what the query selects, and have the same types.
    public func common<Row: Table>(
        _ name: String, as row: Row.Type,
        _ columns: repeat KeyPath<Row.Columns, Column<each Output>>
    ) -> CommonTable<Row.Columns> where repeat each Output: SQLValue {
        CommonTable(
            CommonTableDefinition(
                name, columnNames(of: row, repeat each columns), .select(statement)))
    }
}

extension SelectQuery {
    /// Defines common tables before the query also where it does not use them, as it does not use
    /// changes of data that return nothing.
    public func with(_ tables: any CommonTableSource...) -> Self {
        with { $0.rareClauses.commonTables += tables.map { $0.definition } }
    }
}
