import PGCore
import QueryBuilder

extension SessionState {
    /// Takes over what an UPDATE of numbered rows sends back: versions, and values the server made.
    ///
    /// - Throws: A decoding code.
    func loadReturned<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) {
        let isNumbered = batch.rows.count > 1
        for number in 0..<rows.count {
            let row = rows.row(at: number)
            let position = isNumbered ? try Int.decode(row.cell(at: 0)) - 1 : 0
            let tracked = batch.rows[batch.rows.startIndex + position]
            journal.willChange(tracked)
            var next = isNumbered ? 1 : 0
            for column in step.returning {
                try tracked.load(column, row.cell(at: next))
                next += 1
            }
            if step.returnsSystemVersion {
                tracked.systemVersion = try PGXID.decode(row.cell(at: next))
            }
        }
    }

    /// Returns the error that names the rows which did not answer.
    ///
    /// - Throws: A decoding code.
    func staleData<Rows: RowBatch>(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Rows
    ) throws(PGError) -> PGError {
        var answered: Set<Int> = []
        if batch.rows.count > 1 {
            for number in 0..<rows.count {
                answered.insert(try Int.decode(rows.row(at: number).cell(at: 0)) - 1)
            }
        }
        let missing = batch.rows.enumerated().filter { !answered.contains($0.offset) }
        return PGError.staleData(missing.map(\.element), of: step)
            .inStatement(batch.statement.text)
    }
}

extension Tracked {
    /// Whether the version the row was read with is known; an instance that came from elsewhere
    /// does not have the system's.
    var knowsVersion: Bool {
        switch mapping.version {
        case .integer, .timestamp: true
        case .xmin: systemVersion != 0
        case nil: false
        }
    }

    /// The version that the row has to have.
    ///
    /// It is the instance's property: a program that sets it, to the version its own client saw,
    /// has that one checked.
    var versionParameter: any ParameterEncodable {
        guard let version = mapping.version else { return SQLNull() }
        return version.column.map { parameter($0) } ?? systemVersion
    }

    /// The changed columns without the version, which is the session's to write.
    var columnsToWrite: ColumnMask {
        var changed = changedColumns
        if let column = mapping.version?.column { changed.remove(column) }
        return changed
    }

    /// Takes the system's version, which follows the columns.
    ///
    /// - Throws: `PGError.Code.columnNotFound`, or a decoding code.
    @usableFromInline
    func loadSystemVersion(from row: some RowReader) throws(PGError) {
        let index = mapping.fetchedColumns.count
        guard row.columnCount > index else {
            throw PGError(
                .columnNotFound, "the result has no column xmin, which \(mapping.name) needs",
                hint: "Select xmin as well")
        }
        systemVersion = try PGXID.decode(row.cell(at: index))
    }
}

extension Entity {
    /// What a query selects: the columns, and behind them the system's version if it is used.
    static func selectedExpressions(of table: TableReference) -> [SQLNode] {
        let isPlain = table.alias == nil
        var nodes = (isPlain ? columns : Columns(table)).selectedExpressions
        guard rowVersion == .xmin else { return nodes }
        nodes.append(SQLNode(.column(table, WriteStatements.systemVersion)))
        return nodes
    }
}

extension PGError {
    private static let namedInstances = 20

    /// The rows of these instances were not written.
    static func staleData(_ missing: [Tracked], of step: WriteStep) -> PGError {
        var names = missing.prefix(namedInstances).map(\.label).joined(separator: ", ")
        if missing.count > namedInstances { names += " and \(missing.count - namedInstances) more" }
        let verb =
            switch step.operation {
            case .delete, .softDelete: "deleted"
            case .insert, .update: "updated"
            }
        guard step.checksVersion else {
            return PGError(
                .staleData, "\(names) could not be \(verb): the row is not there any more",
                hint: "Roll back and load it again, or expunge it")
        }
        return PGError(
            .staleData,
            "\(names) could not be \(verb): the row was changed or deleted since it was read",
            hint: "Roll back, refresh the instance and make the change again, or run the work "
                + "again with a new session")
    }
}
