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

    /// Storage of a whole result.
    init(_ result: ResultHandle, columns: Columns?) {
        self.result = result
        chunk = []
        format = result.format
        rowCount = result.rowCount
        if let columns, columns.describes(result) {
            self.columns = columns
        } else {
            self.columns = Columns(of: result)
        }
    }

    /// Storage of a chunk: single-row results of one statement, at least one.
    init(chunk first: ResultHandle, _ chunk: [ResultHandle], columns: Columns?) {
        result = first
        self.chunk = chunk
        format = first.format
        rowCount = chunk.count
        if let columns, columns.describes(first) {
            self.columns = columns
        } else {
            self.columns = Columns(of: first)
        }
    }

    var commandTag: String { result.commandTag }

    var affectedRows: Int { chunk.isEmpty ? result.affectedRows : chunk.count }

    // Called by inlined decoders once per cell; not inlinable itself, because it ends in C.
    @usableFromInline
    func cell(row: Int32, column: Int) -> Cell {
        let type = columns.types[column]
        let column = Int32(truncatingIfNeeded: column)
        if chunk.isEmpty {
            return result.cell(row: row, column: column, type: type, format: format)
        }
        return chunk[Int(row)].cell(row: 0, column: column, type: type, format: format)
    }
}
