public import PGCore
import PGSchema

/// A query as the list of what an UPDATE or DELETE reads besides its own table: its joins and
/// conditions.
///
/// A query over one table may also be limited, sorted, grouped or locked: it is then read as a derived
/// table. One that is joined may not, because neither statement has such clauses: make it a derived
/// table by ``Select/derived(_:)``. The server refuses it with a name that says so.
public protocol FromQuery: SelectQuery {
    /// The columns, as the closures of the statement get them: a tuple for several tables.
    associatedtype Scope: Sendable

    /// The columns.
    var scope: Scope { get }
}

/// What is set, where it depends on other tables.
public struct UpdateAssignments<Target: Table>: Assigning {
    /// The table's columns.
    public let target: Target.Columns

    /// What is set so far.
    public var assignments: [Assignment]

    init(_ target: Target.Columns, _ assignments: [Assignment] = []) {
        self.target = target
        self.assignments = assignments
    }
}

/// An UPDATE with other tables, for which it is still to be said which rows it is about.
public struct UpdateFromDraft<Target: Table, Scope: Sendable>: Sendable {
    private let clauses: UpdateClauses
    private let scope: Scope

    init(_ clauses: UpdateClauses, _ scope: Scope) {
        self.clauses = clauses
        self.scope = scope
    }

    /// Updates the rows for which the condition is true with some row of the other tables.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns, Scope) -> Condition
    ) -> UpdateFrom<Target, Scope> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// Updates every row, with some row of the other tables.
    public var all: UpdateFrom<Target, Scope> { UpdateFrom(clauses, scope) }
}

/// An UPDATE of certain rows from the rows of other tables.
///
/// Of several partners of a row one is taken, and it is not said which. `Scope` is the other
/// tables' columns.
public struct UpdateFrom<Target: Table, Scope: Sendable>: ReturningCommand {
    private var clauses: UpdateClauses
    private let scope: Scope

    /// Tables that are defined before the statement.
    public var commonTables: [CommonTableDefinition] = []

    init(_ clauses: UpdateClauses, _ scope: Scope) {
        self.clauses = clauses
        self.scope = scope
    }

    /// The table's columns.
    public var target: Target.Columns { Target.columns(as: clauses.table) }

    /// Updates only rows for which this condition is true as well.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns, Scope) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        var copy = self
        copy.clauses.predicate = SQLNode.all(clauses.predicate, condition(target, scope).node)
        return copy
    }

    /// The clauses.
    public var statement: ChangeStatement {
        ChangeStatement(.update(clauses), with: commonTables)
    }

    /// The same statement, returning these expressions of each row and its partner.
    public func returning<each Output: Selection>(
        _ selection: (Target.Columns, Scope) -> (repeat each Output)
    ) -> Returning<repeat (each Output).Value> {
        Returning(statement.returning(repeat each selection(target, scope)))
    }

    /// The same statement, returning this expression of each row and its partner.
    public func returning<Output: Selection>(
        _ selection: (Target.Columns, Scope) -> Output
    ) -> Returning<Output.Value> {
        Returning(statement.returning(selection(target, scope)))
    }

    /// The row as it was.
    public static func oldRow(_ columns: Target.Columns) -> Target.Columns { columns }

    /// The row as it is afterwards.
    public static func newRow(_ columns: Target.Columns) -> Target.Columns { columns }
}

extension Table {
    /// Updates any number of rows in one statement, each to values of its own.
    ///
    /// The first `keys` of the columns say which row it is, and the others are set:
    ///
    /// ```swift
    /// UserRow.updateEach(\.id, \.name, \.age, to: [(1, "A", 30), (2, "B", nil)])
    /// ```
    ///
    /// Each column is bound as one array, so that there is no limit to the rows.
    public static func updateEach<each Value: SQLValue>(
        _ columns: repeat KeyPath<Columns, Column<each Value>>,
        to rows: [(repeat each Value)], keys: Int = 1
    ) -> UpdateFrom<Self, NoColumns> {
        var arrays = columnNames(of: Self.self, repeat each columns).map { name in
            UnnestedColumn(name: name, type: definition.type(of: name))
        }
        for row in rows {
            var index = 0
            for value in repeat each row {
                arrays[index].values.append(value)
                index += 1
            }
        }
        return UpdateFrom(.unnesting(arrays, keys: keys, into: definition), NoColumns())
    }
}

extension UpdateClauses {
    /// An update of the rows with the keys in the first columns to the values of the others.
    fileprivate static func unnesting(
        _ columns: [UnnestedColumn], keys: Int, into definition: TableDefinition
    ) -> UpdateClauses {
        let table = TableReference(definition)
        let rows = TableReference("rows")
        func value(_ column: UnnestedColumn) -> SQLNode {
            SQLNode(.column(rows, column.name)).elementCast(to: column.type)
        }
        var clauses = UpdateClauses(table: table)
        clauses.assignments = columns.dropFirst(keys).map { column in
            Assignment(column: column.name, value: value(column))
        }
        clauses.sources = [
            SelectStatement.Source(
                item: SelectStatement.unnested(columns, numbered: false), table: rows)
        ]
        for column in columns.prefix(keys) {
            let own = SQLNode(.column(table, column.name))
            clauses.predicate = SQLNode.all(
                clauses.predicate, SQLNode(.binary(own, .equal, value(column))))
        }
        return clauses
    }
}
