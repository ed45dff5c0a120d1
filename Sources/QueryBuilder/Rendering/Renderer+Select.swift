package import PGCore

extension Renderer {
    package mutating func append(_ select: SelectStatement) {
        append(select.isDistinct ? "SELECT DISTINCT " : "SELECT ")
        append(list: select.selection)
        append(" FROM ")
        for source in select.sources { append(source) }
        append(clause: " WHERE ", select.predicate)
        if !select.groupBy.isEmpty {
            append(" GROUP BY ")
            append(list: select.groupBy)
        }
        append(clause: " HAVING ", select.having)
        if !select.orderBy.isEmpty { append(orderBy: select.orderBy) }
        append(clause: " LIMIT ", select.limit)
        append(clause: " OFFSET ", select.offset)
    }

    mutating func append(clause keyword: String, _ node: SQLNode?) {
        guard let node else { return }
        append(keyword)
        append(node)
    }

    mutating func append(orderBy terms: [Ordering]) {
        append(" ORDER BY ")
        append(terms: terms)
    }

    /// Renders sort keys with a comma between them.
    mutating func append(terms: [Ordering]) {
        for (index, term) in terms.enumerated() {
            if index > 0 { append(", ") }
            append(term.node)
            if let direction = term.direction { append(direction.rawValue) }
            if let nulls = term.nulls { append(nulls.rawValue) }
        }
    }

    /// Names a table where it is introduced, with its alias.
    mutating func append(_ table: TableReference) {
        if let schema = table.schema {
            append(identifier: schema)
            append(".")
        }
        append(identifier: table.name)
        if let alias = table.alias {
            append(" AS ")
            append(identifier: alias)
        }
    }

    private mutating func append(_ source: SelectStatement.Source) {
        if let join = source.join { append(join.kind.rawValue) }
        append(source.table)
        if let join = source.join {
            append(" ON ")
            append(join.condition)
        }
    }
}

extension SelectStatement {
    /// The statement as text and parameters.
    package var rendered: SQLStatement {
        var renderer = Renderer()
        renderer.append(self)
        return renderer.statement
    }
}
