public import PGCore

/// A DELETE for which it is still to be said which rows it is about.
///
/// It cannot be run before ``where(_:)`` or ``all``, so that nobody empties a table by forgetting a
/// condition.
public struct DeleteDraft<Target: Table>: Sendable {
    private var clauses: DeleteClauses

    init() {
        clauses = DeleteClauses(table: TableReference(Target.definition))
    }

    /// Gives the table another name, for what is said after this.
    public func `as`(_ alias: String) -> DeleteDraft {
        with { $0.table = TableReference(Target.definition, alias: alias) }
    }

    /// Leaves out the tables that inherit from this one.
    public var only: DeleteDraft { with { $0.isOnly = true } }

    /// Deletes the rows for which the condition is true.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Delete<Target> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// Deletes the row that a cursor of the transaction is at.
    public func whereCurrent(of cursor: String) -> Delete<Target> {
        Delete(with { $0.cursor = cursor }.clauses)
    }

    /// Deletes every row of the table.
    public var all: Delete<Target> { Delete(clauses) }

    /// Deletes rows that have partners in other tables.
    ///
    /// See ``FromQuery`` for what the query may be.
    ///
    /// ```swift
    /// PostRow.delete.using(UserRow.where { $0.isBanned }).where { p, u in p.authorID == u.id }
    /// ```
    public func using<Sources: FromQuery>(
        _ sources: Sources
    ) -> DeleteUsingDraft<Target, Sources.Scope> {
        let other = sources.asSources
        return DeleteUsingDraft(
            with { clauses in
                clauses.sources = other.sources
                clauses.predicate = other.predicate
            }.clauses, sources.scope)
    }

    private func with(_ change: (inout DeleteClauses) -> Void) -> DeleteDraft {
        var copy = self
        change(&copy.clauses)
        return copy
    }
}

/// A DELETE of certain rows.
public struct Delete<Target: Table>: ReturningCommand {
    private var clauses: DeleteClauses

    /// Tables that are defined before the statement.
    public var commonTables: [CommonTableDefinition] = []

    init(_ clauses: DeleteClauses) {
        self.clauses = clauses
    }

    /// The table's columns.
    public var target: Target.Columns { Target.columns(as: clauses.table) }

    /// Deletes only rows for which this condition is true as well.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        var copy = self
        copy.clauses.predicate = SQLNode.all(clauses.predicate, condition(target).node)
        return copy
    }

    /// The clauses.
    public var statement: ChangeStatement {
        ChangeStatement(.delete(clauses), with: commonTables)
    }

    /// The row as it was.
    public static func oldRow(_ columns: Target.Columns) -> Target.Columns { columns }

    /// The row that is there afterwards: none.
    public static func newRow(_ columns: Target.Columns) -> Nullable<Target.Columns> {
        Nullable(columns)
    }
}

extension Table {
    /// Starts a DELETE.
    ///
    /// ```swift
    /// UserRow.delete.where { $0.id == 7 }
    /// ```
    public static var delete: DeleteDraft<Self> { DeleteDraft() }
}
