public import QueryBuilder

/// Reading less than whole entities: what a list shows, a total, a few columns.
///
/// What comes back are values, which no session tracks. The filters of a session that runs it are
/// not known to such a query: begin with ``SessionCore/scoped(_:)`` where there are any.
extension EntityQuery {
    /// Selects this expression of each row instead of the entity.
    ///
    /// ```swift
    /// let names = try await User.where { $0.age > 18 }.select { $0.name }.fetch(on: session)
    /// ```
    public func select<Output: Selection>(
        _ selection: (Root.Columns) -> Output
    ) -> Select<Root.Columns, Output.Value> {
        Select(Root.columns, selecting(selection(Root.columns).selectedExpressions))
    }

    /// Selects these expressions of each row as a tuple instead of the entity.
    ///
    /// ```swift
    /// for (id, name) in try await User.all.select { ($0.id, $0.name) }.fetch(on: session) { … }
    /// ```
    public func select<each Output: Selection>(
        _ selection: (Root.Columns) -> (repeat each Output)
    ) -> Select<Root.Columns, repeat (each Output).Value> {
        var nodes: [SQLNode] = []
        for output in repeat each selection(Root.columns) { nodes += output.selectedExpressions }
        return Select(Root.columns, selecting(nodes))
    }

    /// Selects the columns of a row type instead of the entity.
    ///
    /// The row type is a `@Table` struct with some of the entity's columns, by their names.
    ///
    /// ```swift
    /// @Table("users") struct UserSummary { var id: Int; var name: String }
    ///
    /// let list = try await User.where { $0.age > 18 }.select(UserSummary.self).fetch(on: session)
    /// ```
    public func select<Row: Table>(_ row: Row.Type) -> Select<Root.Columns, Row> {
        let table = TableReference(Root.tableName, schema: Root.tableSchema)
        return Select(Root.columns, selecting(Row.Columns(table).selectedExpressions))
    }

    private func selecting(_ nodes: [SQLNode]) -> SelectStatement {
        // No session's filters are known here; that an entity hides deleted rows is.
        var selecting = applying(SessionFilters()).statement
        selecting.selection = nodes
        return selecting
    }
}
