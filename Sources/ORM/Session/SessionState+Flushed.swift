import PGCore

extension SessionState {
    /// Takes over the server's answer to an insertion.
    ///
    /// - Throws: `PGError.Code.rowCountMismatch`, or a decoding code.
    func inserted<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        let count = step.returning.isEmpty ? rows.affectedRows : rows.count
        guard count == batch.rows.count else {
            throw PGError(
                .rowCountMismatch,
                "\(batch.rows.count) rows were inserted into \(step.mapping.definition.name), and "
                    + "\(count) came back",
                hint: "Look for a trigger or rule that swallows rows"
            ).inStatement(batch.statement.text)
        }
        for (number, tracked) in batch.rows.enumerated() {
            journal.willChange(tracked)
            tracked.noteGenerated(step.returning)
            if !step.returning.isEmpty {
                try tracked.load(step.returning, from: rows.row(at: number))
            }
            tracked.state = .persistent
            tracked.synchronize()
            map.register(tracked)
        }
    }

    /// Gives instances the keys that were fetched for them.
    ///
    /// Returns whether there were as many as needed: the user may lack the right to a sequence.
    ///
    /// - Throws: A decoding code.
    func fetched<Rows: RowBatch>(
        _ block: IdentityBlock, _ answers: [Rows]
    ) throws(PGError) -> Bool {
        for (part, rows) in zip(block.parts, answers) {
            let isComplete = rows.count == part.rows.count
            if !isComplete || (rows.count > 0 && rows.row(at: 0).cell(at: 0).isNull) {
                lacksSequences = true
                return false
            }
        }
        for (part, rows) in zip(block.parts, answers) {
            for (number, tracked) in part.rows.enumerated() {
                journal.willChange(tracked)
                tracked.noteGenerated([part.column])
                try tracked.load(part.column, rows.row(at: number).cell(at: 0))
            }
        }
        return true
    }

    /// Takes over the server's answer to an update.
    ///
    /// - Throws: `PGError.Code.staleData`.
    func updated<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        try requireAll(batch, of: step, rows)
        guard !step.writesNull else { return }
        for tracked in batch.rows {
            journal.willChange(tracked)
            tracked.synchronize()
            map.register(tracked)
        }
    }

    /// Takes over the server's answer to a deletion.
    ///
    /// - Throws: `PGError.Code.staleData`.
    func deleted<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        try requireAll(batch, of: step, rows)
        for tracked in batch.rows { markGone(tracked) }
        followForeignKeys(from: Array(batch.rows))
    }

    private func markGone(_ tracked: Tracked) {
        journal.willChange(tracked)
        tracked.state = .deleted
        tracked.isGone = true
        map.unregister(tracked)
    }

    /// Does to known instances what the server's foreign keys did to their rows.
    private func followForeignKeys(from gone: [Tracked]) {
        var queue = gone
        while let parent = queue.popLast() {
            for table in map.usedTables {
                for relationship in table.mapping.relationships
                where relationship.target == parent.mapping.type {
                    let columns = relationship.link.columns
                    guard !columns.isEmpty,
                        let action = table.mapping.deleteAction(ofColumns: columns)
                    else { continue }
                    let children = relationship.link.sources(of: parent, in: map)
                    for child in children where child.state == .persistent {
                        journal.willChange(child)
                        switch action {
                        case .cascade:
                            markGone(child)
                            queue.append(child)
                        case .setNull:
                            relationship.link.clear(child)
                            child.synchronize()
                        case .noAction, .restrict, .setDefault: break
                        }
                    }
                }
            }
        }
    }

    /// A row that was to be written must still be there.
    private func requireAll<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        guard rows.affectedRows < batch.rows.count else { return }
        var missing = Array(batch.rows)
        if rows.columnCount > 0 {
            for number in 0..<rows.count {
                let row = rows.row(at: number)
                var found: Int?
                for index in missing.indices where try missing[index].hasKey(row) {
                    found = index
                    break
                }
                if let found { missing.remove(at: found) }
            }
        }
        let names = missing.prefix(3).map(\.label).joined(separator: ", ")
        let verb = step.operation == .delete ? "deleted" : "updated"
        throw PGError(
            .staleData, "\(names) could not be \(verb): the row is not there any more",
            hint: "Roll back and load it again, or expunge it"
        ).inStatement(batch.statement.text)
    }
}
