public import PGCore

/// The libpq results behind ``Rows``: one that holds all rows, or, for a chunk of a stream, one
/// for each row.
@usableFromInline
final class RowStorage: Sendable {
    let columns: Columns
    private let result: ResultHandle
    /// The results of a chunk; empty when `result` holds all rows.
    private let chunk: [ResultHandle]
    private let format: WireFormat
    let rowCount: Int
    // Known to each cell without asking `columns` and `chunk` for them.
    private let types: [OID]
    private let isChunk: Bool

    /// Storage of a whole result.
    convenience init(_ result: ResultHandle, columns: Columns?) {
        self.init(result, chunk: [], rowCount: result.rowCount, columns: columns)
    }

    /// Storage of a chunk: single-row results of one statement, at least one.
    convenience init(chunk first: ResultHandle, _ chunk: [ResultHandle], columns: Columns?) {
        self.init(first, chunk: chunk, rowCount: chunk.count, columns: columns)
    }

    private init(
        _ result: ResultHandle, chunk: [ResultHandle], rowCount: Int, columns known: Columns?
    ) {
        let columns =
            if let known, known.describes(result) { known } else { Columns(of: result) }
        self.columns = columns
        self.result = result
        self.chunk = chunk
        self.rowCount = rowCount
        format = result.format
        types = columns.types
        isChunk = !chunk.isEmpty
    }

    var commandTag: String { result.commandTag }

    var affectedRows: Int { chunk.isEmpty ? result.affectedRows : chunk.count }

    // Called by inlined decoders once per cell; not inlinable itself, because it ends in C.
    @usableFromInline
    func cell(row: Int32, column: Int) -> Cell {
        if isChunk { return cellOfChunk(row: Int(row), column: column) }
        return result.cell(
            row: row, column: Int32(truncatingIfNeeded: column), type: types[column], format: format
        )
    }

    @inline(never)
    private func cellOfChunk(row: Int, column: Int) -> Cell {
        chunk[row].cell(
            row: 0, column: Int32(truncatingIfNeeded: column), type: types[column], format: format)
    }
}
