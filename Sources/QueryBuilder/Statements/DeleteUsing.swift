public import PGCore

/// A DELETE with other tables, for which it is still to be said which rows it is about.
public struct DeleteUsingDraft<Target: Table, Scope: Sendable>: Sendable {
    private let clauses: DeleteClauses
    private let scope: Scope

    init(_ clauses: DeleteClauses, _ scope: Scope) {
        self.clauses = clauses
        self.scope = scope
    }

    /// Deletes the rows for which the condition is true with some row of the other tables.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns, Scope) -> Condition
    ) -> DeleteUsing<Target, Scope> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// Deletes every row, if the other tables have some row.
    public var all: DeleteUsing<Target, Scope> { DeleteUsing(clauses, scope) }
}

/// A DELETE of the rows that have partners in other tables.
///
/// `Scope` is the other tables' columns.
public struct DeleteUsing<Target: Table, Scope: Sendable>: ReturningCommand {
    private var clauses: DeleteClauses
    private let scope: Scope

    /// Tables that are defined before the statement.
    public var commonTables: [CommonTableDefinition] = []

    init(_ clauses: DeleteClauses, _ scope: Scope) {
        self.clauses = clauses
        self.scope = scope
    }

    /// The table's columns.
    public var target: Target.Columns { Target.columns(as: clauses.table) }

    /// Deletes only rows for which this condition is true as well.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns, Scope) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        var copy = self
        copy.clauses.predicate = SQLNode.all(clauses.predicate, condition(target, scope).node)
        return copy
    }

    /// The clauses.
    public var statement: ChangeStatement {
        ChangeStatement(.delete(clauses), with: commonTables)
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

    /// The row that is there afterwards: none.
    public static func newRow(_ columns: Target.Columns) -> Nullable<Target.Columns> {
        Nullable(columns)
    }
}
