public import PGCore

/// A DELETE for which it is still to be said which rows it is about.
///
/// It cannot be run before ``where(_:)`` or ``all``, so that nobody empties a table by forgetting a
/// condition.
public struct DeleteDraft<Target: Table>: Sendable {
    let target: Target.Columns

    /// Deletes the rows for which the condition is true.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Delete<Target> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// Deletes every row of the table.
    public var all: Delete<Target> { Delete(target: target) }
}

/// A DELETE of certain rows.
public struct Delete<Target: Table>: ReturningCommand {
    /// The table's columns.
    public let target: Target.Columns

    private var predicate: SQLNode?

    init(target: Target.Columns) {
        self.target = target
    }

    /// Deletes only rows for which this condition is true as well.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        var copy = self
        copy.predicate = SQLNode.all(predicate, condition(target).node)
        return copy
    }

    private var statement: ChangeStatement {
        let table = TableReference(Target.definition)
        return ChangeStatement(.delete(DeleteClauses(table: table, predicate: predicate)))
    }

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement { statement.rendered }

    /// The same statement, returning these expressions of each deleted row.
    public func returning<each Output: Selection>(
        _ selection: (Target.Columns) -> (repeat each Output)
    ) -> Returning<repeat (each Output).Value> {
        Returning(statement.returning(repeat each selection(target)))
    }

    /// The same statement, returning the whole rows.
    public func returning() -> Returning<Target> {
        Returning(statement.returning(target))
    }
}

extension Table {
    /// Starts a DELETE.
    ///
    /// ```swift
    /// UserRow.delete.where { $0.id == 7 }
    /// ```
    public static var delete: DeleteDraft<Self> { DeleteDraft(target: columns) }
}
