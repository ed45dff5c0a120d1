public import PGCore

/// The memory behind ``Rows``: the libpq result that holds them, or, for rows that came one by one
/// and for those of a COPY, packed copies.
@usableFromInline
final class RowStorage: Sendable {
    /// What holds the values.
    private enum Source: Sendable {
        case result(ResultHandle)
        case packed(PackedRows)
    }

    let columns: Columns
    /// The result, unless a cell takes more than that and its type: packed rows, types that are
    /// not built in, or somebody who wants to know how long decoding takes.
    private let result: ResultHandle?
    private let source: Source
    private let format: WireFormat
    let rowCount: Int
    // Known to each cell without asking `columns` for them.
    private let types: [OID]
    /// What is known of types that are not built in; `nil` for rows without any.
    let catalog: TypeCatalog?
    /// Told of each value that is read; `nil` unless somebody asked.
    private let clock: DecodeClock?

    /// Storage of a whole result, or of a chunk that libpq made.
    init(
        _ result: ResultHandle, columns known: Columns?, catalog: TypeCatalog? = nil,
        clock: DecodeClock? = nil
    ) {
        let columns =
            if let known, known.describes(result) { known } else { Columns(of: result) }
        self.columns = columns
        self.result = catalog == nil && clock == nil ? result : nil
        self.clock = clock
        source = .result(result)
        rowCount = result.rowCount
        format = result.format
        types = columns.types
        self.catalog = catalog
    }

    /// Storage of packed rows, which must not change any more.
    init(_ packed: PackedRows, catalog: TypeCatalog? = nil) {
        let columns = packed.columns ?? Columns(names: [], types: [])
        self.columns = columns
        result = nil
        clock = nil
        source = .packed(packed)
        rowCount = packed.rowCount
        format = packed.format
        types = columns.types
        self.catalog = catalog
    }

    /// The same rows with what is known of their types.
    func with(_ catalog: TypeCatalog) -> RowStorage {
        switch source {
        case .result(let result):
            RowStorage(result, columns: columns, catalog: catalog, clock: clock)
        case .packed(let packed): RowStorage(packed, catalog: catalog)
        }
    }

    /// The same rows, with the reading of their values measured; packed ones as they are.
    func timed(by clock: DecodeClock) -> RowStorage {
        guard case .result(let result) = source else { return self }
        return RowStorage(result, columns: columns, catalog: catalog, clock: clock)
    }

    var commandTag: String {
        if case .result(let result) = source { result.commandTag } else { "" }
    }

    var affectedRows: Int {
        guard case .result(let result) = source, result.kind != .chunk else { return rowCount }
        return result.affectedRows
    }

    // Called by inlined decoders once per cell; not inlinable itself, because it ends in C.
    @usableFromInline
    func cell(row: Int32, column: Int) -> Cell {
        guard let result else { return uncommonCell(row: row, column: column) }
        return result.cell(
            row: row, column: Int32(truncatingIfNeeded: column), type: types[column], format: format
        )
    }

    @inline(never)
    private func uncommonCell(row: Int32, column: Int) -> Cell {
        clock?.tick()
        let cell =
            switch source {
            case .result(let result):
                result.cell(
                    row: row, column: Int32(truncatingIfNeeded: column), type: types[column],
                    format: format)
            case .packed(let packed):
                packed.cell(row: Int(row), column: column, type: types[column])
            }
        guard let catalog else { return cell }
        return unsafe cell.inCatalog(catalog)
    }
}
