public import PGCore

/// A query in FROM, under a name: a derived table.
public struct Derived<Columns: SourceColumns>: RowSource {
    /// What is written in the FROM clause.
    public let item: SourceItem

    init(_ item: SourceItem) {
        self.item = item
    }
}

extension From1 where A: SourceColumns {
    /// The query as a derived table with the same columns.
    ///
    /// ```swift
    /// let newest = PostRow.orderBy { $0.id.descending }.limit(10).derived("newest")
    /// ```
    public func derived(_ name: String) -> Derived<A> {
        Derived(SourceItem(.subquery(completeStatement), name: name))
    }
}

extension Select {
    /// The query as a derived table whose columns are those of a row type, by name.
    ///
    /// The columns are named in the order of what the query selects, and have the same types:
    ///
    /// ```swift
    /// let totals = PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows.count) }
    ///     .derived("totals", as: AuthorTotal.self, \.authorID, \.count)
    /// ```
    public func derived<Row: Table>(
        _ name: String, as row: Row.Type,
        _ columns: repeat KeyPath<Row.Columns, Column<each Output>>
    ) -> Derived<Row.Columns> where repeat each Output: SQLValue {
        Derived(
            SourceItem(
                .subquery(statement), name: name,
                columns: columnNames(of: row, repeat each columns)))
    }
}

/// The names of a row type's columns.
func columnNames<Row: Table, each Value: SQLValue>(
    of row: Row.Type, _ columns: repeat KeyPath<Row.Columns, Column<each Value>>
) -> [String] {
    let all = Row.columns
    var names: [String] = []
    for column in repeat each columns { names.append(all[keyPath: column].name) }
    return names
}
