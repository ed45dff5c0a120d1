public import PGCore

/// The memory behind ``Rows``: the libpq result that holds them, or, for rows that came one by one
/// and for those of a COPY, packed copies.
@usableFromInline
final class RowStorage: Sendable {
    let columns: Columns
    private let result: ResultHandle?
    private let packed: PackedRows?
    private let format: WireFormat
    let rowCount: Int
    // Known to each cell without asking `columns` for them.
    private let types: [OID]

    /// Storage of a whole result, or of a chunk that libpq made.
    init(_ result: ResultHandle, columns known: Columns?) {
        let columns =
            if let known, known.describes(result) { known } else { Columns(of: result) }
        self.columns = columns
        self.result = result
        packed = nil
        rowCount = result.rowCount
        format = result.format
        types = columns.types
    }

    /// Storage of packed rows, which must not change any more.
    init(_ packed: PackedRows) {
        let columns = packed.columns ?? Columns(names: [], types: [])
        self.columns = columns
        self.packed = packed
        result = nil
        rowCount = packed.rowCount
        format = packed.format
        types = columns.types
    }

    var commandTag: String { result?.commandTag ?? "" }

    var affectedRows: Int {
        guard let result, result.kind != .chunk else { return rowCount }
        return result.affectedRows
    }

    // Called by inlined decoders once per cell; not inlinable itself, because it ends in C.
    @usableFromInline
    func cell(row: Int32, column: Int) -> Cell {
        guard let result else { return cellOfPacked(row: Int(row), column: column) }
        return result.cell(
            row: row, column: Int32(truncatingIfNeeded: column), type: types[column], format: format
        )
    }

    @inline(never)
    private func cellOfPacked(row: Int, column: Int) -> Cell {
        guard let packed else { return .null(of: types[column]) }
        return packed.cell(row: row, column: column, type: types[column])
    }
}
