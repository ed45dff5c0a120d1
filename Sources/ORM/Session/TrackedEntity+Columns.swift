import PGCore

extension TrackedEntity {
    /// Takes some columns from a row that has them in this order, and keeps what was changed in the
    /// others.
    ///
    /// - Throws: `PGError` with a decoding code; the instance is what it was.
    func reload<Row: RowReader>(_ columns: [Int], from row: Row) throws(PGError) {
        let before = entity.snapshot
        do throws(PGError) {
            try load(columns, from: row)
            try loadRow(columns, row)
        } catch {
            entity.restore(before)
            throw error
        }
        expired = ColumnMask(expired.columns.filter { !columns.contains($0) })
    }

    /// The same for the row as the session knows it.
    private func loadRow<Row: RowReader>(_ columns: [Int], _ read: Row) throws(PGError) {
        guard hasRow else { return }
        let others = entity.changedColumns(since: row).columns.filter { !columns.contains($0) }
        guard !others.isEmpty else { return synchronize() }
        self.row = try whileBeing(row) { () throws(PGError) in
            try load(columns, from: read)
            return entity.snapshot
        }
    }

    /// Makes the instance what it was for a moment.
    private func whileBeing<Result>(
        _ snapshot: E.Snapshot, _ body: () throws(PGError) -> Result
    ) throws(PGError) -> Result {
        let current = entity.snapshot
        // Restoring a key unloads what a reference leads to.
        let references = mapping.relationships.map { $0.link.keeping(self) }
        entity.restore(snapshot)
        defer {
            entity.restore(current)
            for putBack in references { putBack() }
        }
        return try body()
    }

    /// The values of changed columns as the row has them, in ascending order of the columns.
    func rowParameters(_ columns: [Int]) throws(PGError) -> [any ParameterEncodable] {
        guard hasRow else { return [] }
        return try whileBeing(row) { columns.map { entity.parameter(forColumn: $0) } }
    }
}

extension EntityMapping {
    /// Every column.
    var allColumns: ColumnMask { ColumnMask(definition.columns.indices) }

    /// How many columns every query of whole rows reads.
    var columnsOfRow: Int { fetchedColumns.count + (hasSystemVersion ? 1 : 0) }

    /// The columns together with those that are read with one of them.
    func completing(_ columns: [Int]) -> [Int] {
        var complete = columns
        for joined in joinedColumns where joined.positions.contains(where: columns.contains) {
            complete += joined.positions.filter { !complete.contains($0) }
        }
        return complete
    }

    /// The position of a property, or of a column by its name.
    ///
    /// - Throws: `PGError.Code.invalidMapping` when there is none.
    func column(named name: String) throws(PGError) -> Int {
        if let column = propertyNames.firstIndex(of: name)
            ?? definition.columns.firstIndex(where: { $0.name == name })
        {
            return column
        }
        throw PGError(
            .invalidMapping, "\(self.name) has no property or column \(name)",
            hint: "Its properties are \(propertyNames.joined(separator: ", "))")
    }
}
