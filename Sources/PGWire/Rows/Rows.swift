public import PGCore

/// Everything a statement returned, or one chunk of a stream: rows held in libpq's memory.
///
/// Values are decoded in place when they are asked for. Rows are immutable and may be shared
/// between tasks; the memory is freed with the last reference.
public struct Rows: RowBatch {
    @usableFromInline let storage: RowStorage

    /// The number of rows.
    public let count: Int

    init(_ storage: RowStorage) {
        self.storage = storage
        count = storage.rowCount
    }

    /// Rows of a result, with the columns that are known of its statement.
    init(_ result: ResultHandle, columns: Columns?) {
        result.describe(columns)
        self.init(result)
    }

    /// Whether decoding takes knowledge of types that these rows have not got.
    var lacksCatalog: Bool { storage.columns.needsCatalog && storage.catalog == nil }

    /// The same rows with what is known of their types.
    ///
    /// Nobody else may have them yet.
    func with(_ catalog: TypeCatalog) -> Rows {
        storage.catalog = catalog
        return self
    }

    /// The same rows, with the reading of their values measured.
    ///
    /// Nobody else may have them yet.
    func timed(by clock: DecodeClock) -> Rows {
        storage.clock = clock
        return self
    }

    /// The number of columns.
    public var columnCount: Int { storage.columns.types.count }

    /// The names of the columns, in their order.
    public var columnNames: [String] { storage.columns.names }

    /// The types of the columns, in their order.
    public var columnTypes: [OID] { storage.columns.types }

    /// The server's summary of what the statement did, such as `INSERT 0 1`.
    public var commandTag: String { storage.commandTag }

    /// The number of rows the statement changed or returned.
    public var affectedRows: Int { storage.affectedRows }

    /// Returns a row.
    ///
    /// `index` must be in `0..<count`.
    @inlinable
    public func row(at index: Int) -> Row {
        precondition(index >= 0 && index < count, "row \(index) of \(count)")
        return Row(storage: storage, number: Int32(truncatingIfNeeded: index))
    }
}

extension Rows: RandomAccessCollection {
    /// The first row's index.
    public var startIndex: Int { 0 }

    /// The index after the last row's.
    public var endIndex: Int { count }

    /// Returns a row.
    public subscript(index: Int) -> Row { row(at: index) }
}

/// One row: a position in the rows it came from.
public struct Row: RowReader, Sendable {
    @usableFromInline let storage: RowStorage
    @usableFromInline let number: Int32

    @inlinable
    init(storage: RowStorage, number: Int32) {
        self.storage = storage
        self.number = number
    }

    /// The number of columns.
    public var columnCount: Int { storage.columns.types.count }

    /// Returns the value in a column.
    ///
    /// `index` must be in `0..<columnCount`.
    @inlinable
    public func cell(at index: Int) -> Cell {
        storage.cell(row: number, column: index)
    }

    /// Returns the name of a column.
    ///
    /// `index` must be in `0..<columnCount`.
    public func columnName(at index: Int) -> String { storage.columns.names[index] }

    /// Returns the index of the first column with this name, or `nil`.
    public func columnIndex(named name: String) -> Int? {
        storage.columns.names.firstIndex(of: name)
    }
}
