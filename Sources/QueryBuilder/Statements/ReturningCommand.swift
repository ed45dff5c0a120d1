public import PGCore

/// A statement that can return the rows it touches.
public protocol ReturningCommand<Target>: Command {
    /// The table whose rows are touched.
    associatedtype Target: Table

    /// The rows as they were, in RETURNING.
    associatedtype OldRow: RowColumns

    /// The rows as they are afterwards, in RETURNING.
    associatedtype NewRow: RowColumns

    /// The table's columns as the statement names them.
    var target: Target.Columns { get }

    /// The clauses.
    var statement: ChangeStatement { get }

    /// Tables that are defined before the statement even where it does not use them.
    var commonTables: [CommonTableDefinition] { get set }

    /// The rows as they were.
    static func oldRow(_ columns: Target.Columns) -> OldRow

    /// The rows as they are afterwards.
    static func newRow(_ columns: Target.Columns) -> NewRow
}

extension ReturningCommand {
    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement { statement.rendered }

    /// The same statement, returning these expressions of each row.
    ///
    /// They are of the row as it is afterwards, and of a deleted one as it was.
    public func returning<each Output: Selection>(
        _ selection: (Target.Columns) -> (repeat each Output)
    ) -> Returning<repeat (each Output).Value> {
        Returning(statement.returning(repeat each selection(target)))
    }

    /// The same statement, returning this expression of each row.
    public func returning<Output: Selection>(
        _ selection: (Target.Columns) -> Output
    ) -> Returning<Output.Value> {
        Returning(statement.returning(selection(target)))
    }

    /// The same statement, returning the whole rows.
    public func returning() -> Returning<Target> {
        Returning(statement.returning(target))
    }

    /// The same statement, returning these expressions of each row as it was and as it is
    /// afterwards; from PostgreSQL 18 on.
    ///
    /// ```swift
    /// UserRow.update.set(\.name, to: "B").where { $0.id == 7 }
    ///     .returningChanges { old, new in (old.name, new.name) }
    /// ```
    public func returningChanges<each Output: Selection>(
        old: String? = nil, new: String? = nil,
        _ selection: (OldRow, NewRow) -> (repeat each Output)
    ) -> Returning<repeat (each Output).Value> {
        let names = ChangeNames(old, new)
        let selected = selection(
            Self.oldRow(Target.Columns(names.old)), Self.newRow(Target.Columns(names.new)))
        return Returning(names.naming(statement).returning(repeat each selected))
    }

    /// The same statement, returning this expression of each row as it was and as it is
    /// afterwards; from PostgreSQL 18 on.
    public func returningChanges<Output: Selection>(
        old: String? = nil, new: String? = nil, _ selection: (OldRow, NewRow) -> Output
    ) -> Returning<Output.Value> {
        let names = ChangeNames(old, new)
        let selected = selection(
            Self.oldRow(Target.Columns(names.old)), Self.newRow(Target.Columns(names.new)))
        return Returning(names.naming(statement).returning(selected))
    }

    /// Defines common tables before the statement also where it does not use them.
    public func with(_ tables: any CommonTableSource...) -> Self {
        var copy = self
        copy.commonTables += tables.map { $0.definition }
        return copy
    }

    /// The statement as one that is defined before another, which it does not return anything to.
    public func common(_ name: String) -> CommonCommand {
        CommonCommand(name, statement)
    }
}

/// What the old and the new rows are called in RETURNING.
private struct ChangeNames {
    let old: TableReference
    let new: TableReference
    private let areGiven: Bool

    init(_ old: String?, _ new: String?) {
        self.old = TableReference(old ?? "old")
        self.new = TableReference(new ?? "new")
        areGiven = old != nil || new != nil
    }

    func naming(_ statement: ChangeStatement) -> ChangeStatement {
        var copy = statement
        if areGiven { copy.returningNames = (old.name, new.name) }
        return copy
    }
}
