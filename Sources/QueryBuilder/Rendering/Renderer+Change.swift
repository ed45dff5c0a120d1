package import PGCore

extension Renderer {
    package mutating func append(_ change: ChangeStatement) {
        switch change.action {
        case .insert(let insert): append(insert)
        case .update(let update):
            guard !update.assignments.isEmpty else {
                append(unchanged: update, returning: change.returning)
                return
            }
            append(update)
        case .delete(let delete): append(delete)
        case .merge(let merge): append(merge)
        }
        guard !change.returning.isEmpty else { return }
        append(" RETURNING ")
        if let names = change.returningNames {
            append("WITH (OLD AS ")
            append(identifier: names.old)
            append(", NEW AS ")
            append(identifier: names.new)
            append(") ")
        }
        append(list: change.returning)
    }

    private mutating func append(_ update: UpdateClauses) {
        append(update.isOnly ? "UPDATE ONLY " : "UPDATE ")
        append(update.table)
        append(" SET ")
        append(update.assignments)
        append(sources: update.sources, after: " FROM ")
        append(rows: update.predicate, cursor: update.cursor)
    }

    private mutating func append(_ delete: DeleteClauses) {
        append(delete.isOnly ? "DELETE FROM ONLY " : "DELETE FROM ")
        append(delete.table)
        append(sources: delete.sources, after: " USING ")
        append(rows: delete.predicate, cursor: delete.cursor)
    }

    private mutating func append(rows predicate: SQLNode?, cursor: String?) {
        guard let cursor else {
            append(clause: " WHERE ", predicate)
            return
        }
        append(" WHERE CURRENT OF ")
        append(identifier: cursor)
    }

    /// An update that sets nothing reads the rows it would have returned.
    private mutating func append(unchanged update: UpdateClauses, returning: [SQLNode]) {
        let item = SourceItem(
            .table(only: update.isOnly, sample: nil), schema: update.table.schema,
            name: update.table.name)
        var select = SelectStatement(from: item, update.table)
        select.selection = returning.isEmpty ? [SQLNode(.text("NULL"))] : returning
        select.predicate = update.predicate
        for var source in update.sources {
            source.join = source.join ?? .cross
            select.sources.append(source)
        }
        append(select)
    }

    mutating func append(_ assignments: [Assignment]) {
        for (index, assignment) in assignments.enumerated() {
            if index > 0 { append(", ") }
            append(assignment)
        }
    }

    private mutating func append(_ assignment: Assignment) {
        if assignment.columns.count == 1 {
            append(identifier: assignment.columns[0])
        } else {
            append(columnNames: assignment.columns)
        }
        append(" = ")
        append(assignment.value)
    }
}

extension ChangeStatement {
    /// The statement as text and parameters.
    package var rendered: SQLStatement { rendered(in: isBulky ? nil : .shared) }

    /// The statement as text and parameters, its text from a cache if it is there.
    package func rendered(in cache: ShapeCache?) -> SQLStatement {
        Renderer.statement(of: self, defining: commonTables, in: cache)
    }

    /// Whether it has so many rows of its own that its text is not worth keeping.
    private var isBulky: Bool {
        guard case .insert(let insert) = action else { return false }
        return insert.rows.count > 16
    }
}
