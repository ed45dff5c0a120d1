package import PGCore

extension Renderer {
    package mutating func append(_ select: SelectStatement) {
        guard select.hasRareClauses else {
            append(body: select, nil)
            append(ordering: select, hasTies: false)
            return
        }
        let rare = select.rareClauses
        let outerTables = localTables
        if !rare.commonTables.isEmpty { append(local: rare.commonTables) }
        switch rare.body {
        case .select: append(body: select, rare)
        case .combined(let left, let symbol, let right):
            append(operand: left, isFirst: true, of: symbol)
            append(symbol.rawValue)
            append(operand: right, isFirst: false, of: symbol)
        case .values(let rows): append(values: rows)
        case .table(let table):
            append("TABLE ")
            append(table)
        }
        append(ordering: select, hasTies: rare.hasTies)
        for lock in rare.locks { append(lock) }
        localTables = outerTables
    }

    private mutating func append(body select: SelectStatement, _ rare: RareClauses?) {
        append("SELECT ")
        if let rare, !rare.distinctOn.isEmpty {
            append("DISTINCT ON (")
            append(list: rare.distinctOn)
            append(") ")
        } else if select.isDistinct {
            append("DISTINCT ")
        }
        if select.selection.isEmpty {
            // The compiler takes a closure whose tuple has a part that cannot be selected for one
            // that selects nothing, with a mere warning. The server's error then says what it is.
            append(identifier: "nothing is selected: a part of the tuple is no expression")
        }
        append(list: select.selection)
        append(sources: select.sources, after: " FROM ")
        append(clause: " WHERE ", select.predicate)
        if !select.groupBy.isEmpty {
            append(rare?.groupsDistinct == true ? " GROUP BY DISTINCT " : " GROUP BY ")
            append(list: select.groupBy)
        }
        append(clause: " HAVING ", select.having)
        if let rare { append(windows: rare.windows) }
    }

    private mutating func append(windows: [(name: WindowName, definition: WindowDefinition)]) {
        for (index, window) in windows.enumerated() {
            append(index == 0 ? " WINDOW " : ", ")
            append(identifier: window.name.name)
            append(" AS ")
            append(window.definition)
        }
    }

    private mutating func append(ordering select: SelectStatement, hasTies: Bool) {
        if !select.orderBy.isEmpty { append(orderBy: select.orderBy) }
        if hasTies {
            append(clause: " OFFSET ", select.offset)
            if let limit = select.limit {
                append(" FETCH FIRST ")
                append(limit, as: .primary)
                append(" ROWS WITH TIES")
            }
        } else {
            append(clause: " LIMIT ", select.limit)
            append(clause: " OFFSET ", select.offset)
        }
    }

    private mutating func append(_ lock: LockClause) {
        append(lock.strength.rawValue)
        if !lock.tables.isEmpty {
            append(" OF ")
            append(list: lock.tables.map { SQLNode(.identifier($0)) })
        }
        if let waiting = lock.waiting { append(waiting.rawValue) }
    }

    mutating func append(values rows: [[SQLNode]]) {
        append("VALUES ")
        for (index, row) in rows.enumerated() {
            append(index > 0 ? ", (" : "(")
            append(list: row)
            append(")")
        }
    }

    /// Renders one side of a set operation, in parentheses where it could be read otherwise.
    mutating func append(
        operand select: SelectStatement, isFirst: Bool, of symbol: RareClauses.SetOperator
    ) {
        guard select.needsParentheses(isFirst: isFirst, of: symbol) else {
            append(select)
            return
        }
        append("(")
        append(select)
        append(")")
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
            if let direction = term.direction { append(direction.text) }
            if let nulls = term.nulls { append(nulls.rawValue) }
        }
    }
}

extension SelectStatement {
    /// The statement as text and parameters.
    package var rendered: SQLStatement { rendered(in: .shared) }

    /// The statement as text and parameters, its text from a cache if it is there.
    package func rendered(in cache: ShapeCache?) -> SQLStatement {
        guard hasRareClauses, !rareClauses.commonTables.isEmpty else {
            return Renderer.statement(of: self, in: cache)
        }
        var body = self
        body.rareClauses.commonTables = []
        return Renderer.statement(of: body, defining: rareClauses.commonTables, in: cache)
    }

    fileprivate func needsParentheses(
        isFirst: Bool, of symbol: RareClauses.SetOperator
    ) -> Bool {
        if !orderBy.isEmpty || limit != nil || offset != nil { return true }
        guard hasRareClauses else { return false }
        let rare = rareClauses
        if !rare.locks.isEmpty || !rare.commonTables.isEmpty { return true }
        guard case .combined(_, let own, _) = rare.body else { return false }
        return !(isFirst && own == symbol)
    }
}
