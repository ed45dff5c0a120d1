extension Renderer {
    /// Renders a FROM or USING clause, if there are sources.
    mutating func append(sources: [SelectStatement.Source], after keyword: String) {
        guard !sources.isEmpty else { return }
        append(keyword)
        for index in sources.indices {
            if index > 0 { append(" ") }
            append(sources[index])
        }
    }

    private mutating func append(_ source: SelectStatement.Source) {
        if let join = source.join {
            if case .natural = source.criterion { append("NATURAL ") }
            append(join.rawValue)
        }
        if source.isLateral { append("LATERAL ") }
        append(source.item, as: source.table)
        switch source.criterion {
        case .on(let condition): append(clause: " ON ", condition)
        case .using(let columns):
            append(" USING ")
            append(columnNames: columns)
        case .natural, .none: break
        }
    }

    mutating func append(_ item: SourceItem, as table: TableReference) {
        switch item.kind {
        case .table(let only, let sample):
            if only { append("ONLY ") }
            append(table)
            if let sample { append(sample) }
        case .subquery(let select):
            append("(")
            append(select)
            append(")")
            append(name: table, columns: item.columns)
        case .common(let definition):
            require(definition)
            append(table)
        case .functions(let calls):
            append(calls)
            append(name: table, columns: calls.hasColumnTypes ? [] : item.columns)
            if calls.hasColumnTypes { append(columnTypes: calls, item.columns) }
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

    private mutating func append(name table: TableReference, columns: [String]) {
        append(" AS ")
        append(identifier: table.exposedName)
        guard !columns.isEmpty else { return }
        append(" ")
        append(columnNames: columns)
    }

    private mutating func append(_ sample: TableSample) {
        append(" TABLESAMPLE ")
        append(sample.method.name)
        append(" (")
        append(list: sample.method.arguments)
        append(")")
        guard let seed = sample.seed else { return }
        append(" REPEATABLE (")
        append(SQLNode(.cast(SQLNode(.parameter(seed)), "double precision")))
        append(")")
    }

    private mutating func append(_ calls: FunctionCalls) {
        if calls.nodes.count > 1 { append("ROWS FROM (") }
        append(list: calls.nodes)
        if calls.nodes.count > 1 { append(")") }
        if calls.hasOrdinality { append(" WITH ORDINALITY") }
    }

    /// Says the types of a function's columns, which it does not have itself.
    private mutating func append(columnTypes calls: FunctionCalls, _ names: [String]) {
        append(" (")
        for (index, (name, type)) in zip(names, calls.columnTypes).enumerated() {
            if index > 0 { append(", ") }
            append(identifier: name)
            append(" " + type.rawValue)
        }
        append(")")
    }
}
