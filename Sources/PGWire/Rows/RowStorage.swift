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
    /// Whether a cell takes more than the result and its type: rows of a chunk, or types that are not
    /// built in.
    private let takesLongWay: Bool
    /// What is known of types that are not built in; `nil` for rows without any.
    let catalog: TypeCatalog?

    /// Storage of a whole result.
    convenience init(_ result: ResultHandle, columns: Columns?, catalog: TypeCatalog? = nil) {
        self.init(
            result, chunk: [], rowCount: result.rowCount, columns: columns, catalog: catalog)
    }

    /// Storage of a chunk: single-row results of one statement, at least one.
    convenience init(chunk first: ResultHandle, _ chunk: [ResultHandle], columns: Columns?) {
        self.init(first, chunk: chunk, rowCount: chunk.count, columns: columns, catalog: nil)
    }

    /// The same rows with what is known of their types.
    func with(_ catalog: TypeCatalog) -> RowStorage {
        RowStorage(
            result, chunk: chunk, rowCount: rowCount, columns: columns, catalog: catalog)
    }

    private init(
        _ result: ResultHandle, chunk: [ResultHandle], rowCount: Int, columns known: Columns?,
        catalog: TypeCatalog?
    ) {
        let columns =
            if let known, known.describes(result) { known } else { Columns(of: result) }
        self.columns = columns
        self.result = result
        self.chunk = chunk
        self.rowCount = rowCount
        format = result.format
        types = columns.types
        self.catalog = catalog
        takesLongWay = !chunk.isEmpty || catalog != nil
    }

    var commandTag: String { result.commandTag }

    var affectedRows: Int { chunk.isEmpty ? result.affectedRows : chunk.count }

    // Called by inlined decoders once per cell; not inlinable itself, because it ends in C.
    @usableFromInline
    func cell(row: Int32, column: Int) -> Cell {
        if takesLongWay { return uncommonCell(row: Int(row), column: column) }
        return result.cell(
            row: row, column: Int32(truncatingIfNeeded: column), type: types[column], format: format
        )
    }

    @inline(never)
    private func uncommonCell(row: Int, column: Int) -> Cell {
        let result = chunk.isEmpty ? result : chunk[row]
        let cell = result.cell(
            row: chunk.isEmpty ? Int32(truncatingIfNeeded: row) : 0,
            column: Int32(truncatingIfNeeded: column), type: types[column], format: format)
        guard let catalog else { return cell }
        return unsafe cell.inCatalog(catalog)
    }
}
