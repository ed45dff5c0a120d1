public import PGCore

/// An INSERT of rows given by the client.
public struct Insert<Target: Table>: ReturningCommand {
    private(set) var clauses: InsertClauses

    init<Values: InsertValues>(_ rows: [Values]) where Values.Target == Target {
        let definition = Target.definition
        clauses = InsertClauses(
            table: TableReference(definition), columns: Values.insertColumns,
            rows: rows.map { $0.insertValues.map(\.node) },
            anyColumn: definition.columns.first?.name ?? "")
    }

    /// The table's columns.
    public var target: Target.Columns { Target.columns }

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement { ChangeStatement(.insert(clauses)).rendered }

    /// The same statement, returning these expressions of each new row.
    public func returning<each Output: Selection>(
        _ selection: (Target.Columns) -> (repeat each Output)
    ) -> Returning<repeat (each Output).Value> {
        Returning(
            ChangeStatement(.insert(clauses)).returning(repeat each selection(target)))
    }

    /// The same statement, returning the whole rows.
    public func returning() -> Returning<Target> {
        Returning(ChangeStatement(.insert(clauses)).returning(target))
    }

    /// Leaves out rows that conflict with one that is there, whatever the constraint.
    public func onConflictDoNothing() -> Insert {
        resolving(.doNothing(target: []))
    }

    /// Says which rows conflict: those with the same values in these columns.
    ///
    /// The columns must have a unique constraint or be the primary key.
    public func onConflict<each Value: SQLValue>(
        _ columns: repeat KeyPath<Target.Columns, Column<each Value>>
    ) -> InsertConflict<Target> {
        var names: [String] = []
        for column in repeat each columns { names.append(target[keyPath: column].name) }
        return InsertConflict(insert: self, columns: names)
    }

    func resolving(_ conflict: InsertClauses.Conflict) -> Insert {
        var copy = self
        copy.clauses.conflict = conflict
        return copy
    }
}

extension Table {
    /// Inserts rows.
    public static func insert<Values: InsertValues>(_ rows: Values...) -> Insert<Self>
    where Values.Target == Self {
        Insert(rows)
    }

    /// Inserts rows in one statement; none at all is allowed.
    public static func insert<Values: InsertValues>(_ rows: [Values]) -> Insert<Self>
    where Values.Target == Self {
        Insert(rows)
    }
}
