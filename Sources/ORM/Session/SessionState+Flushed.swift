import PGCore

extension SessionState {
    /// Takes over the server's answer to an insertion.
    ///
    /// - Throws: `PGError.Code.rowCountMismatch`, or a decoding code.
    func inserted<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        let returnsNothing = step.returning.isEmpty && !step.returnsSystemVersion
        let count = returnsNothing ? rows.affectedRows : rows.count
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
            if step.returnsSystemVersion {
                let cell = rows.row(at: number).cell(at: step.returning.count)
                tracked.systemVersion = try PGXID.decode(cell)
            }
            try tracked.enter(.insert)
            tracked.synchronize()
            // What stood for the key was read before a rollback took that row away.
            if let ghost = map.register(tracked), !ghost.expired.isEmpty { forget(ghost) }
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
        if step.numbersRows { try loadReturned(batch, of: step, rows) }
        guard !step.writesNull else { return }
        let movesKeys = step.columns.contains(where: step.mapping.primaryKey.contains)
        for tracked in batch.rows {
            let old = movesKeys ? tracked.rowKey : nil
            journal.willChange(tracked)
            try tracked.enter(.update)
            tracked.synchronize()
            map.register(tracked)
            if let old { followKey(of: tracked, from: old) }
        }
    }

    /// Takes over the server's answer to a deletion.
    ///
    /// - Throws: `PGError.Code.staleData`.
    func deleted<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        try requireAll(batch, of: step, rows)
        for tracked in batch.rows { try markGone(tracked) }
        try followForeignKeys(from: Array(batch.rows))
    }

    /// Takes over the server's answer to marking rows as deleted: the instances are gone, and
    /// nothing happened to those that refer to them.
    ///
    /// - Throws: `PGError.Code.staleData`, or a decoding code.
    func softDeleted<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        try requireAll(batch, of: step, rows)
        try loadReturned(batch, of: step, rows)
        for tracked in batch.rows {
            tracked.synchronize()
            try markGone(tracked)
        }
    }

    func markGone(_ tracked: Tracked) throws(PGError) {
        journal.willChange(tracked)
        try tracked.enter(.remove)
        map.unregister(tracked)
    }

    /// Does to known instances what the server's foreign keys did to their rows.
    func followForeignKeys(from gone: [Tracked]) throws(PGError) {
        var parents = gone
        while !parents.isEmpty {
            let byType = Dictionary(grouping: parents) { ObjectIdentifier($0.mapping.type) }
            parents = []
            for table in map.usedTables {
                for relationship in table.mapping.relationships {
                    guard let gone = byType[ObjectIdentifier(relationship.target)] else { continue }
                    parents += try follow(relationship.link, of: table.mapping, from: gone)
                }
            }
        }
    }

    /// Does what a foreign key did when the rows it refers to were deleted, and returns the
    /// instances that are gone with them.
    private func follow(
        _ link: any RelationshipLink, of mapping: EntityMapping, from gone: [Tracked]
    ) throws(PGError) -> [Tracked] {
        guard !link.columns.isEmpty, let action = mapping.deleteAction(ofColumns: link.columns),
            action == .cascade || action == .setNull
        else { return [] }
        let children = link.sources(of: gone, in: map).filter { $0.state == .persistent }
        for child in children {
            journal.willChange(child)
            if action == .cascade {
                try markGone(child)
            } else {
                link.clear(child)
                // The server wrote the row: its version is not known any more.
                child.systemVersion = 0
                child.synchronize()
            }
        }
        return action == .cascade ? children : []
    }

    /// A row that was to be written must still be there.
    private func requireAll<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        guard rows.affectedRows < batch.rows.count else { return }
        if step.numbersRows { throw try staleData(batch, of: step, rows) }
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
        throw PGError.staleData(missing, of: step).inStatement(batch.statement.text)
    }
}
