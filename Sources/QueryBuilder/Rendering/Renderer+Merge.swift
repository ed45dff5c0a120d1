extension Renderer {
    mutating func append(_ merge: MergeClauses) {
        append(merge.isOnly ? "MERGE INTO ONLY " : "MERGE INTO ")
        append(merge.table)
        append(sources: [merge.source], after: " USING ")
        append(clause: " ON ", merge.condition)
        for branch in merge.branches {
            append(branch.kind.rawValue)
            append(clause: " AND ", branch.predicate)
            append(" THEN ")
            append(branch.action)
        }
    }

    private mutating func append(_ action: MergeClauses.Action) {
        switch action {
        case .update(let assignments) where assignments.isEmpty: append("DO NOTHING")
        case .update(let assignments):
            append("UPDATE SET ")
            append(assignments)
        case .insert(let assignments, let overriding): append(assignments, overriding)
        case .insertDefaults: append("INSERT DEFAULT VALUES")
        case .delete: append("DELETE")
        case .nothing: append("DO NOTHING")
        }
    }

    private mutating func append(
        _ assignments: [Assignment], _ overriding: InsertClauses.Overriding?
    ) {
        append("INSERT ")
        append(columnNames: assignments.flatMap(\.columns))
        if let overriding { append(overriding.rawValue) }
        append(" ")
        append(values: [assignments.map(\.value)])
    }
}
