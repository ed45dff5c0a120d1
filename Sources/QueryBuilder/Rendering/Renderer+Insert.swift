extension Renderer {
    mutating func append(_ insert: InsertClauses) {
        append("INSERT INTO ")
        append(insert.table)
        if let query = insert.query {
            append(" ")
            append(columnNames: insert.columns)
            append(insert.overriding)
            append(" ")
            append(query)
        } else if insert.columns.isEmpty, insert.rows.count == 1 {
            append(insert.overriding)
            append(" DEFAULT VALUES")
        } else {
            append(rowsOf: insert)
        }
        if let conflict = insert.conflict { append(conflict) }
    }

    private mutating func append(_ overriding: InsertClauses.Overriding?) {
        if let overriding { append(overriding.rawValue) }
    }

    private mutating func append(rowsOf insert: InsertClauses) {
        let isEmpty = insert.columns.isEmpty
        let columns = isEmpty ? [insert.anyColumn] : insert.columns
        append(" ")
        append(columnNames: columns)
        append(insert.overriding)
        guard !insert.rows.isEmpty else {
            // A list of rows may be empty, and the statement still has to be one.
            append(" SELECT ")
            append(list: columns.map { _ in SQLNode(.text("NULL")) })
            append(" WHERE false")
            return
        }
        append(" ")
        append(values: isEmpty ? insert.rows.map { _ in [.defaultValue] } : insert.rows)
    }

    private mutating func append(_ conflict: InsertClauses.Conflict) {
        append(" ON CONFLICT")
        switch conflict {
        case .doNothing(let target):
            append(target)
            append(" DO NOTHING")
        case .update(let target, let assignments, let predicate):
            append(target)
            guard !assignments.isEmpty else {
                append(" DO NOTHING")
                return
            }
            append(" DO UPDATE SET ")
            append(assignments)
            append(clause: " WHERE ", predicate)
        }
    }

    private mutating func append(_ target: ConflictTarget) {
        if let constraint = target.constraint {
            append(" ON CONSTRAINT ")
            append(identifier: constraint)
            return
        }
        guard !target.elements.isEmpty else { return }
        append(" (")
        for (index, element) in target.elements.enumerated() {
            if index > 0 { append(", ") }
            append(element)
        }
        append(")")
        append(clause: " WHERE ", target.predicate)
    }

    private mutating func append(_ element: IndexElement) {
        if case .identifier(let name) = element.node.kind {
            append(identifier: name)
        } else {
            append("(")
            append(element.node)
            append(")")
        }
        if let collation = element.collation {
            append(" COLLATE ")
            append(identifier: collation)
        }
        if let operatorClass = element.operatorClass {
            append(" ")
            append(identifier: operatorClass)
        }
    }
}

extension SQLNode {
    fileprivate static let defaultValue = SQLNode(.text("DEFAULT"))
}
