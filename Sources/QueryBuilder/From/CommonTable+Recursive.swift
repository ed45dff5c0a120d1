public import PGCore

extension SourceQuery where Self: SelectQuery {
    /// The query as the start of a common table that refers to itself.
    ///
    /// The closure gets the table as it is so far and returns the query that adds rows to it, of the
    /// same types; it runs until it adds none:
    ///
    /// ```swift
    /// let roots = CategoryRow.where { $0.parentID.isNull }
    ///     .select { ($0.id, $0.name, Expression.value(0)) }
    /// let tree = roots.recursive("tree") { tree in
    ///     CategoryRow.join(tree) { c, t in c.parentID == t.columns.0 }
    ///         .select { c, t in (c.id, c.name, t.columns.2 + 1) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The table's name.
    ///   - distinct: Leaves out rows that are there already, which ends cycles.
    ///   - step: What comes after rows that were found.
    public func recursive<Step: SourceQuery & SelectQuery>(
        _ name: String, distinct: Bool = false, _ step: (CommonTable<TupleRow>) -> Step
    ) -> CommonTable<TupleRow> where Step.TupleRow == TupleRow {
        let columns = Self.tupleNames
        let table = CommonTable<TupleRow>(itself: name, columns)
        return CommonTable(
            statement.recursion(name, columns, distinct, step(table).statement))
    }
}

extension Select {
    /// The query as the start of a common table that refers to itself, whose columns are those of a
    /// row type, by name.
    ///
    /// ```swift
    /// let roots = CategoryRow.where { $0.parentID.isNull }.select { ($0.id, $0.name) }
    /// let tree = roots.recursive("tree", as: NodeRow.self, \.id, \.name) { tree in
    ///     CategoryRow.join(tree) { c, t in c.parentID == t.id }
    ///         .select { c, _ in (c.id, c.name) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The table's name.
    ///   - distinct: Leaves out rows that are there already, which ends cycles.
    ///   - row: The row type whose columns it has.
    ///   - columns: Those columns, in the order in which they are selected.
    ///   - step: What comes after rows that were found.
    public func recursive<Row: Table, StepScope>(
        _ name: String, distinct: Bool = false, as row: Row.Type,
        _ columns: repeat KeyPath<Row.Columns, Column<each Output>>,
        step: (CommonTable<Row.Columns>) -> Select<StepScope, repeat each Output>
    ) -> CommonTable<Row.Columns> where repeat each Output: SQLValue {
        let columns = columnNames(of: row, repeat each columns)
        let table = CommonTable<Row.Columns>(itself: name, columns)
        return CommonTable(
            statement.recursion(name, columns, distinct, step(table).statement))
    }
}

extension SelectStatement {
    fileprivate func recursion(
        _ name: String, _ columns: [String], _ distinct: Bool, _ step: SelectStatement
    ) -> CommonTableDefinition {
        CommonTableDefinition(name, columns, .recursive(self, distinct ? .union : .unionAll, step))
    }
}

extension CommonTable {
    /// The table inside its own definition, where only its name counts.
    fileprivate init(itself name: String, _ columns: [String]) {
        definition = CommonTableDefinition(name, columns, .itself)
    }
}

/// In which order a recursive common table is walked.
public enum SearchOrder: String, Sendable {
    /// Down before on.
    case depthFirst = " SEARCH DEPTH FIRST BY "
    /// Level by level.
    case breadthFirst = " SEARCH BREADTH FIRST BY "
}

/// The column that a CYCLE clause adds, which says whether a row repeats one on its way.
public struct CycleMark: Sendable {
    let name: String
    let values: (SQLNode, SQLNode)?

    /// A Boolean column.
    public init(_ label: Label<Bool>) {
        name = label.name
        values = nil
    }

    /// A column of any type, with one value for rows that repeat another and one for the others.
    public init<Value: SQLValue>(
        _ label: Label<Value>, repeated: Value, otherwise: Value
    ) {
        name = label.name
        values = (
            SQLNode(.literal(repeated, Value.sqlType)), SQLNode(.literal(otherwise, Value.sqlType))
        )
    }
}

extension CommonTable {
    /// Adds a column by which rows sort in the order of a walk.
    ///
    /// The closure's columns sort the rows of one level.
    public func search<First: NamedColumn, Second: NamedColumn, each Key: NamedColumn>(
        _ order: SearchOrder, by keys: (Columns) -> (First, Second, repeat each Key),
        into column: String
    ) -> CommonTable {
        let names = tupleNames { keys(ownColumns) }
        return with { $0.search = (order, names, column) }
    }

    /// Adds a column by which rows sort in the order of a walk.
    ///
    /// The closure's column sorts the rows of one level.
    public func search<Key: SQLValue>(
        _ order: SearchOrder, by key: (Columns) -> Column<Key>, into column: String
    ) -> CommonTable {
        let name = key(ownColumns).name
        return with { $0.search = (order, [name], column) }
    }

    /// Ends the recursion where a row repeats one on its way in these columns.
    ///
    /// - Parameters:
    ///   - keys: The columns that are compared.
    ///   - mark: The column that says whether a row does.
    ///   - path: The column that has the way to the row.
    public func cycle<First: NamedColumn, Second: NamedColumn, each Key: NamedColumn>(
        on keys: (Columns) -> (First, Second, repeat each Key), mark: CycleMark, path: String
    ) -> CommonTable {
        cycle(tupleNames { keys(ownColumns) }, mark, path)
    }

    /// Ends the recursion where a row repeats one on its way in this column.
    ///
    /// - Parameters:
    ///   - key: The column that is compared.
    ///   - mark: The column that says whether a row does.
    ///   - path: The column that has the way to the row.
    public func cycle<Key: SQLValue>(
        on key: (Columns) -> Column<Key>, mark: CycleMark, path: String
    ) -> CommonTable {
        cycle([key(ownColumns).name], mark, path)
    }

    private func cycle(_ columns: [String], _ mark: CycleMark, _ path: String) -> CommonTable {
        with {
            $0.cycle = CommonTableDefinition.Cycle(
                columns: columns, mark: mark.name, values: mark.values, path: path)
        }
    }

    private var ownColumns: Columns { Columns(TableReference(definition.name)) }
}

private func tupleNames<each Key: NamedColumn>(_ columns: () -> (repeat each Key)) -> [String] {
    var names: [String] = []
    for column in repeat each columns() { names.append(column.name) }
    return names
}
