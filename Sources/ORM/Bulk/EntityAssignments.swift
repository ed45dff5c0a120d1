public import PGCore
public import QueryBuilder

/// New values for the columns of many rows: what an `updateAll` sets.
///
/// ```swift
/// try await session.updateAll(User.where { $0.age < 18 }) { $0.set(\.role, to: "minor") }
/// ```
public struct EntityAssignments<E: Entity>: Sendable {
    private(set) var list: [Assignment] = []

    init() {}

    /// Sets a column to a value.
    public func set<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>, to value: Value
    ) -> EntityAssignments {
        assigning(column, SQLNode(.parameter(value)))
    }

    /// Sets a column to an expression over the row as it is.
    public func set<Value: SQLValue, New: SQLExpression>(
        _ column: KeyPath<E.Columns, Column<Value>>, to new: (E.Columns) -> New
    ) -> EntityAssignments where New.Value == Value {
        assigning(column, new(E.columns).node)
    }

    /// Sets a column to a value, if there is one; otherwise the column stays as it is.
    public func set<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>, ifLet value: Value?
    ) -> EntityAssignments {
        guard let value else { return self }
        return set(column, to: value)
    }

    /// Sets a column to its default.
    public func setDefault<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>
    ) -> EntityAssignments {
        assigning(column, SQLNode(.text("DEFAULT")))
    }

    private func assigning<Value: SQLValue>(
        _ column: KeyPath<E.Columns, Column<Value>>, _ value: SQLNode
    ) -> EntityAssignments {
        setting(E.columns[keyPath: column].name, value)
    }

    func setting(_ column: String, _ value: SQLNode) -> EntityAssignments {
        var copy = self
        copy.list.append(Assignment(column: column, value: value))
        return copy
    }

    /// The assignments with those that every update makes: the next version, and its time.
    func complete() -> EntityAssignments {
        let names = E.updateTimeColumns.columns.filter { $0 != E.rowVersion?.column }
            .map { E.definition.columns[$0].name }
        return names.reduce(countingVersion()) { set, name in
            set.list.contains { $0.columns.contains(name) }
                ? set : set.setting(name, SQLNode(.text("now()")))
        }
    }

    private func countingVersion() -> EntityAssignments {
        guard let version = E.rowVersion, let index = version.column else { return self }
        let name = E.definition.columns[index].name
        let table = TableReference(E.tableName, schema: E.tableSchema)
        if case .timestamp = version {
            return setting(name, SQLNode(.text("clock_timestamp()")))
        }
        let next = [SQLNode(.column(table, name)), SQLNode(.text(" + 1"))]
        return setting(name, SQLNode(.fragment(next)))
    }
}
