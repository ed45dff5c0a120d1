public import PGCore

/// An UPDATE for which it is still to be said which rows it is about.
///
/// It cannot be run before ``where(_:)`` or ``all``, so that nobody changes a whole table by
/// forgetting a condition.
public struct UpdateDraft<Target: Table>: Assigning {
    /// The table's columns.
    public let target: Target.Columns

    /// What is set so far.
    public var assignments: [Assignment] = []

    init(target: Target.Columns) {
        self.target = target
    }

    /// Updates the rows for which the condition is true.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Update<Target> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// Updates every row of the table.
    public var all: Update<Target> {
        Update(target: target, assignments: assignments)
    }
}

/// An UPDATE of certain rows.
///
/// One that sets nothing, because every `set(_:ifLet:)` had no value, changes nothing: it renders
/// as the SELECT of the same rows, and returns or counts them.
public struct Update<Target: Table>: Assigning, ReturningCommand {
    /// The table's columns.
    public let target: Target.Columns

    /// What is set so far.
    public var assignments: [Assignment]

    private var predicate: SQLNode?

    init(target: Target.Columns, assignments: [Assignment]) {
        self.target = target
        self.assignments = assignments
    }

    /// Updates only rows for which this condition is true as well.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        var copy = self
        copy.predicate = SQLNode.all(predicate, condition(target).node)
        return copy
    }

    private var statement: ChangeStatement {
        let table = TableReference(Target.definition)
        return ChangeStatement(
            .update(
                UpdateClauses(table: table, assignments: assignments, predicate: predicate)))
    }

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement { statement.rendered }

    /// The same statement, returning these expressions of each row as it is afterwards.
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
    /// Starts an UPDATE.
    ///
    /// ```swift
    /// UserRow.update.set(\.name, to: "B").where { $0.id == 7 }
    /// ```
    public static var update: UpdateDraft<Self> { UpdateDraft(target: columns) }
}
