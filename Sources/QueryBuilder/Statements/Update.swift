public import PGCore

/// An UPDATE for which it is still to be said which rows it is about.
///
/// It cannot be run before ``where(_:)`` or ``all``, so that nobody changes a whole table by
/// forgetting a condition.
public struct UpdateDraft<Target: Table>: Assigning {
    private var clauses: UpdateClauses

    init() {
        clauses = UpdateClauses(table: TableReference(Target.definition))
    }

    /// The table's columns.
    public var target: Target.Columns { Target.columns(as: clauses.table) }

    /// What is set so far.
    public var assignments: [Assignment] {
        get { clauses.assignments }
        set { clauses.assignments = newValue }
    }

    /// Gives the table another name, for what is said after this.
    public func `as`(_ alias: String) -> UpdateDraft {
        with { $0.table = TableReference(Target.definition, alias: alias) }
    }

    /// Leaves out the tables that inherit from this one.
    public var only: UpdateDraft { with { $0.isOnly = true } }

    /// Updates the rows for which the condition is true.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Update<Target> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// Updates the row that a cursor of the transaction is at.
    public func whereCurrent(of cursor: String) -> Update<Target> {
        Update(with { $0.cursor = cursor }.clauses)
    }

    /// Updates every row of the table.
    public var all: Update<Target> { Update(clauses) }

    /// Updates rows together with those of other tables; see ``UpdateFrom``.
    ///
    /// The closure sets what depends on the other tables:
    ///
    /// ```swift
    /// UserRow.update.from(PostRow.all) { update, post in update.set(\.name, to: post.title) }
    ///     .where { user, post in user.id == post.authorID }
    /// ```
    public func from<Sources: FromQuery>(
        _ sources: Sources,
        _ build: (UpdateAssignments<Target>, Sources.Scope) -> UpdateAssignments<Target>
    ) -> UpdateFromDraft<Target, Sources.Scope> {
        let set = build(UpdateAssignments(target, assignments), sources.scope)
        let other = sources.asSources
        return UpdateFromDraft(
            with { clauses in
                clauses.assignments = set.assignments
                clauses.sources = other.sources
                clauses.predicate = other.predicate
            }.clauses, sources.scope)
    }

    private func with(_ change: (inout UpdateClauses) -> Void) -> UpdateDraft {
        var copy = self
        change(&copy.clauses)
        return copy
    }
}

/// An UPDATE of certain rows.
///
/// One that sets nothing, because every `set(_:ifLet:)` had no value, changes nothing: it renders
/// as the SELECT of the same rows, and returns or counts them.
public struct Update<Target: Table>: Assigning, ReturningCommand {
    private var clauses: UpdateClauses

    /// Tables that are defined before the statement.
    public var commonTables: [CommonTableDefinition] = []

    init(_ clauses: UpdateClauses) {
        self.clauses = clauses
    }

    /// The table's columns.
    public var target: Target.Columns { Target.columns(as: clauses.table) }

    /// What is set so far.
    public var assignments: [Assignment] {
        get { clauses.assignments }
        set { clauses.assignments = newValue }
    }

    /// Updates only rows for which this condition is true as well.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        var copy = self
        copy.clauses.predicate = SQLNode.all(clauses.predicate, condition(target).node)
        return copy
    }

    /// The clauses.
    public var statement: ChangeStatement {
        ChangeStatement(.update(clauses), with: commonTables)
    }

    /// The row as it was.
    public static func oldRow(_ columns: Target.Columns) -> Target.Columns { columns }

    /// The row as it is afterwards.
    public static func newRow(_ columns: Target.Columns) -> Target.Columns { columns }
}

extension Table {
    /// Starts an UPDATE.
    ///
    /// ```swift
    /// UserRow.update.set(\.name, to: "B").where { $0.id == 7 }
    /// ```
    public static var update: UpdateDraft<Self> { UpdateDraft() }

    /// The columns under the name a statement gives the table.
    static func columns(as table: TableReference) -> Columns {
        table.alias == nil ? columns : Columns(table)
    }
}
