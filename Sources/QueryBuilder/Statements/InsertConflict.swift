public import PGCore

/// An INSERT for which it is still to be said what happens to rows that conflict.
public struct InsertConflict<Target: Table>: Sendable {
    let insert: Insert<Target>
    private(set) var target: ConflictTarget

    init(insert: Insert<Target>, target: ConflictTarget) {
        self.insert = insert
        self.target = target
    }

    /// Means a partial index, by the condition that the index has.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> InsertConflict where Condition.Value.Base == Bool {
        var copy = self
        let unnamed = Target.Columns(.unnamed)
        copy.target.predicate = SQLNode.all(target.predicate, condition(unnamed).node)
        return copy
    }

    /// Leaves out the new row.
    ///
    /// It is not returned either.
    public func doNothing() -> Insert<Target> {
        insert.resolving(.doNothing(target))
    }

    /// Updates the row that is there.
    ///
    /// The closure gets the update and the row that could not be inserted:
    ///
    /// ```swift
    /// UserRow.insert(new).onConflict(\.email).doUpdate { update, excluded in
    ///     update.set(\.name, to: excluded.name).set(\.age) { $0.age + 1 }
    /// }
    /// ```
    public func doUpdate(
        _ build: (ConflictUpdate<Target>, _ excluded: Target.Columns) -> ConflictUpdate<Target>
    ) -> Insert<Target> {
        let excluded = Target.Columns(TableReference("excluded"))
        let update = build(ConflictUpdate(target: insert.target), excluded)
        return insert.resolving(
            .update(target, update.assignments, predicate: update.predicate))
    }

    /// Overwrites these columns of the row that is there with the new row's values.
    public func doUpdate<each Value: SQLValue>(
        _ updated: repeat KeyPath<Target.Columns, Column<each Value>>
    ) -> Insert<Target> {
        doUpdate { update, excluded in
            var update = update
            for column in repeat each updated {
                update = update.set(column, to: excluded[keyPath: column])
            }
            return update
        }
    }
}

/// What an INSERT does to a row that is there already.
public struct ConflictUpdate<Target: Table>: Assigning {
    /// The row that is there.
    public let target: Target.Columns

    /// What is set so far.
    public var assignments: [Assignment] = []

    private(set) var predicate: SQLNode?

    init(target: Target.Columns) {
        self.target = target
    }

    /// Updates only rows for which the condition is true.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        var copy = self
        copy.predicate = SQLNode.all(predicate, condition(target).node)
        return copy
    }
}
