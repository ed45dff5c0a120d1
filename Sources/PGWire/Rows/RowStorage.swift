public import PGCore

/// The memory behind ``Rows``: a ``ResultHandle``, or, for rows that came one by one and for those of a
/// COPY, ``PackedRows``.
///
/// Each kind is one object and not two, since a statement that returns little pays for every one.
@usableFromInline
class RowStorage: @unchecked Sendable {
    // Protected by its use: the connection that makes it says what the values are, and from the time it
    // is shared it is only read.

    final private(set) var columns = Columns.none
    /// What is known of types that are not built in; `nil` for rows without any.
    final var catalog: TypeCatalog? { didSet { isPlain = false } }
    /// Told of each value that is read; `nil` unless somebody asked.
    final var clock: DecodeClock? { didSet { isPlain = false } }
    /// Whether a value takes no more than itself and its type.
    final private(set) var isPlain = true
    // Known to each cell without asking `columns`.
    final private(set) var types: [OID] = []
    final private(set) var format = WireFormat.binary

    /// Says what the values are.
    final func describe(_ columns: Columns, format: WireFormat) {
        self.columns = columns
        self.format = format
        types = columns.types
    }

    var rowCount: Int { 0 }

    var commandTag: String { "" }

    var affectedRows: Int { rowCount }

    /// Returns a value with what it takes beyond itself and its type.
    @inline(never)
    final func completed(_ cell: Cell) -> Cell {
        clock?.tick()
        guard let catalog else { return cell }
        return unsafe cell.inCatalog(catalog)
    }

    // Called by inlined decoders once per cell; not inlinable itself, because it ends in C.
    /// Returns a value in place, which is valid as long as the rows are.
    @usableFromInline
    func cell(row: Int32, column: Int) -> Cell { .null(of: types[column]) }
}
