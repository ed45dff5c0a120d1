import PGCore

/// A common table with what was made of it, kept until the statement that uses it is complete.
struct RenderedCommonTable: Sendable {
    let definition: CommonTableDefinition
    let piece: RenderedPiece
}

extension Renderer {
    /// Walks a whole statement, with the common tables that were met in it defined before it.
    init<Tree: Renderable>(
        isProbing: Bool, walking tree: Tree, defining tables: [CommonTableDefinition]
    ) {
        self.init(isProbing: isProbing)
        for table in tables { require(table) }
        tree.render(into: &self)
        guard !commonTables.isEmpty else { return }
        let met = commonTables
        let rest = piece
        self.init(isProbing: isProbing)
        append(definitions: met)
        append(rest)
    }

    /// Sees to it that the table is defined before the statement, after those it uses itself.
    mutating func require(_ table: CommonTableDefinition) {
        if case .itself = table.clauses.body { return }
        guard !localTables.contains(where: { $0 === table }),
            !commonTables.contains(where: { $0.definition === table })
        else { return }
        let made = rendering { $0.append(definition: table.clauses) }
        commonTables.append(RenderedCommonTable(definition: table, piece: made))
    }

    /// Defines common tables in front of a query inside the statement, which may use columns of the
    /// queries around it.
    mutating func append(local tables: [CommonTableDefinition]) {
        var defined: [RenderedCommonTable] = []
        for table in tables {
            let made = rendering { $0.append(definition: table.clauses) }
            defined.append(RenderedCommonTable(definition: table, piece: made))
            localTables.append(table)
        }
        append(definitions: defined)
    }

    /// Renders something apart, collecting the common tables it uses.
    private mutating func rendering(_ body: (inout Renderer) -> Void) -> RenderedPiece {
        var renderer = Renderer(isProbing: isProbing)
        renderer.commonTables = commonTables
        renderer.localTables = localTables
        body(&renderer)
        commonTables = renderer.commonTables
        return renderer.piece
    }

    private mutating func append(definitions tables: [RenderedCommonTable]) {
        append(tables.contains { $0.definition.isRecursive } ? "WITH RECURSIVE " : "WITH ")
        for (index, table) in tables.enumerated() {
            if index > 0 { append(", ") }
            append(table.piece)
        }
        append(" ")
    }

    private mutating func append(definition table: CommonTableDefinition.Clauses) {
        append(identifier: table.name)
        if !table.columns.isEmpty {
            append(" ")
            append(columnNames: table.columns)
        }
        append(" AS ")
        if let isMaterialized = table.isMaterialized {
            append(isMaterialized ? "MATERIALIZED " : "NOT MATERIALIZED ")
        }
        append("(")
        append(table.body)
        append(")")
        if let search = table.search {
            append(search.order.rawValue)
            append(list: search.columns.map { SQLNode(.identifier($0)) })
            append(" SET ")
            append(identifier: search.into)
        }
        if let cycle = table.cycle { append(cycle) }
    }

    private mutating func append(_ body: CommonTableDefinition.Body) {
        switch body {
        case .select(let select): append(select)
        case .change(let change): append(change)
        case .recursive(let start, let symbol, let step):
            append(operand: start, isFirst: false, of: symbol)
            append(symbol.rawValue)
            append(operand: step, isFirst: false, of: symbol)
        case .itself: break
        }
    }

    private mutating func append(_ cycle: CommonTableDefinition.Cycle) {
        append(" CYCLE ")
        append(list: cycle.columns.map { SQLNode(.identifier($0)) })
        append(" SET ")
        append(identifier: cycle.mark)
        if let (repeated, other) = cycle.values {
            append(" TO ")
            append(repeated)
            append(" DEFAULT ")
            append(other)
        }
        append(" USING ")
        append(identifier: cycle.path)
    }

    mutating func append(columnNames names: [String]) {
        append("(")
        append(list: names.map { SQLNode(.identifier($0)) })
        append(")")
    }
}
