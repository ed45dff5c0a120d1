public import PGCore

/// A statement that gives columns new values: an UPDATE, or the update of an ON CONFLICT clause.
///
/// Values are typed as their column is. A nullable column takes `nil`, which sets it to NULL.
public protocol Assigning<Target>: Sendable {
    /// The table whose columns are set.
    associatedtype Target: Table

    /// The table's columns as the statement names them.
    var target: Target.Columns { get }

    /// What is set so far.
    var assignments: [Assignment] { get set }
}

extension Assigning {
    /// Sets a column to a value.
    public func set<Value: SQLValue>(
        _ column: KeyPath<Target.Columns, Column<Value>>, to value: Value
    ) -> Self {
        assigning(column, SQLNode(.parameter(value)))
    }

    /// Sets a column to an expression of the same type.
    public func set<Value: SQLValue, New: SQLExpression>(
        _ column: KeyPath<Target.Columns, Column<Value>>, to new: New
    ) -> Self where New.Value == Value {
        assigning(column, new.node)
    }

    /// Sets a column to an expression over the row as it is.
    public func set<Value: SQLValue, New: SQLExpression>(
        _ column: KeyPath<Target.Columns, Column<Value>>, to new: (Target.Columns) -> New
    ) -> Self where New.Value == Value {
        assigning(column, new(target).node)
    }

    /// Sets a column to a value, if there is one; otherwise the column stays as it is.
    public func set<Value: SQLValue>(
        _ column: KeyPath<Target.Columns, Column<Value>>, ifLet value: Value?
    ) -> Self {
        guard let value else { return self }
        return set(column, to: value)
    }

    /// Sets a column to its default.
    public func setDefault<Value: SQLValue>(
        _ column: KeyPath<Target.Columns, Column<Value>>
    ) -> Self {
        assigning(column, SQLNode(.text("DEFAULT")))
    }

    /// Sets several columns to the columns of a query's only row; without a row, to NULL.
    public func set<Scope, each Value: SQLValue>(
        _ columns: repeat KeyPath<Target.Columns, Column<each Value>>,
        from query: Select<Scope, repeat each Value>
    ) -> Self {
        assigning(
            columnNames(of: Target.self, repeat each columns),
            row: SQLNode(.subquery(query.statement)))
    }

    /// Sets several columns to the parts of a row.
    public func set<each Value: SQLValue>(
        _ columns: repeat KeyPath<Target.Columns, Column<each Value>>,
        toRow row: RowValue<repeat each Value>
    ) -> Self {
        assigning(
            columnNames(of: Target.self, repeat each columns),
            row: SQLNode(.enclosed("ROW", row.nodes)))
    }

    private func assigning(_ columns: [String], row: SQLNode) -> Self {
        var copy = self
        copy.assignments.append(Assignment(columns: columns, row: row))
        return copy
    }

    private func assigning<Value: SQLValue>(
        _ column: KeyPath<Target.Columns, Column<Value>>, _ value: SQLNode
    ) -> Self {
        var copy = self
        copy.assignments.append(Assignment(column: target[keyPath: column].name, value: value))
        return copy
    }
}
