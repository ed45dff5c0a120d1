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
        case .delete(let delete):
            append("DELETE FROM ")
            append(delete.table)
            append(clause: " WHERE ", delete.predicate)
        }
        guard !change.returning.isEmpty else { return }
        append(" RETURNING ")
        append(list: change.returning)
    }

    private mutating func append(_ update: UpdateClauses) {
        append("UPDATE ")
        append(update.table)
        append(" SET ")
        append(update.assignments)
        append(clause: " WHERE ", update.predicate)
    }

    /// An update that sets nothing reads the rows it would have returned.
    private mutating func append(unchanged update: UpdateClauses, returning: [SQLNode]) {
        var select = SelectStatement(from: update.table)
        select.selection = returning.isEmpty ? [SQLNode(.text("NULL"))] : returning
        select.predicate = update.predicate
        append(select)
    }

    private mutating func append(_ assignments: [Assignment]) {
        for (index, assignment) in assignments.enumerated() {
            if index > 0 { append(", ") }
            append(identifier: assignment.column)
            append(" = ")
            append(assignment.value)
        }
    }

    private mutating func append(_ insert: InsertClauses) {
        append("INSERT INTO ")
        append(insert.table)
        if insert.columns.isEmpty, insert.rows.count == 1 {
            append(" DEFAULT VALUES")
        } else {
            append(rowsOf: insert)
        }
        if let conflict = insert.conflict { append(conflict) }
    }

    private mutating func append(rowsOf insert: InsertClauses) {
        let isEmpty = insert.columns.isEmpty
        let columns = isEmpty ? [insert.anyColumn] : insert.columns
        append(" ")
        append(columnNames: columns)
        guard !insert.rows.isEmpty else {
            // A list of rows may be empty, and the statement still has to be one.
            append(" SELECT ")
            append(list: columns.map { _ in SQLNode(.text("NULL")) })
            append(" WHERE false")
            return
        }
        append(" VALUES ")
        for (index, row) in insert.rows.enumerated() {
            append(index > 0 ? ", (" : "(")
            append(list: isEmpty ? [SQLNode(.text("DEFAULT"))] : row)
            append(")")
        }
    }

    private mutating func append(_ conflict: InsertClauses.Conflict) {
        append(" ON CONFLICT")
        switch conflict {
        case .doNothing(let target):
            append(conflictTarget: target)
            append(" DO NOTHING")
        case .update(let target, let assignments, let predicate):
            append(conflictTarget: target)
            guard !assignments.isEmpty else {
                append(" DO NOTHING")
                return
            }
            append(" DO UPDATE SET ")
            append(assignments)
            append(clause: " WHERE ", predicate)
        }
    }

    private mutating func append(conflictTarget columns: [String]) {
        guard !columns.isEmpty else { return }
        append(" ")
        append(columnNames: columns)
    }
}

extension ChangeStatement {
    /// The statement as text and parameters.
    package var rendered: SQLStatement {
        Renderer.statement(defining: commonTables) { $0.append(self) }
    }
}
