/// Rows held in memory: a whole result, or one chunk of a stream.
public protocol RowBatch: Sendable {
    /// The driver's row type.
    associatedtype Row: RowReader

    /// The number of rows.
    var count: Int { get }

    /// The number of columns of every row.
    var columnCount: Int { get }

    /// The names of the columns, in their order.
    var columnNames: [String] { get }

    /// The types of the columns, in their order.
    var columnTypes: [OID] { get }

    /// The number of rows an INSERT, UPDATE, DELETE, MERGE or COPY changed; of rows for a SELECT.
    var affectedRows: Int { get }

    /// Returns a row. `index` must be in `0..<count`.
    func row(at index: Int) -> Row
}

extension RowBatch {
    /// The names as the first row tells them; none when there is no row.
    ///
    /// A driver that knows them without a row says so itself.
    public var columnNames: [String] {
        guard count > 0 else { return [] }
        let first = row(at: 0)
        return (0..<columnCount).map { first.columnName(at: $0) }
    }

    /// The types as the first row tells them; none when there is no row.
    public var columnTypes: [OID] {
        guard count > 0 else { return [] }
        let first = row(at: 0)
        return (0..<columnCount).map { first.cell(at: $0).type }
    }
}

extension RowBatch {
    /// Decodes every row into a tuple of the given types, column by column.
    ///
    /// ```swift
    /// for (id, name) in try rows.decode(Int.self, String.self) { … }
    /// ```
    ///
    /// - Throws: ``PGError/Code/columnCountMismatch`` when the types need another number of columns
    ///   than the rows have; ``PGError/Code/unexpectedNull`` and ``PGError/Code/decodingFailed``
    ///   naming the row and the column.
    @inlinable
    public func decode<each Value: RowDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PGError) -> [(repeat each Value)] {
        var needed = 0
        for type in repeat each types { needed += type.columnCount }
        return try decodeRows(columns: needed) { (row, index) throws(PGError) in
            (repeat try (each Value)(from: row, at: &index))
        }
    }

    @inlinable
    func decodeRows<Value>(
        columns: Int, _ decode: (Row, inout Int) throws(PGError) -> Value
    ) throws(PGError) -> [Value] {
        try requireColumns(columns)
        var values: [Value] = []
        values.reserveCapacity(count)
        for number in 0..<count {
            var index = 0
            do throws(PGError) {
                values.append(try decode(row(at: number), &index))
            } catch {
                throw error.inRow(number)
            }
        }
        return values
    }

    /// Decodes every row of one column, or of one table's columns.
    ///
    /// - Throws: As `decode(_:)` with several types does.
    @inlinable
    public func decode<Value: RowDecodable>(_ type: Value.Type) throws(PGError) -> [Value] {
        try requireColumns(Value.columnCount)
        return try decodeColumn(type, at: 0)
    }

    /// Decodes one column, or one group of columns, of every row.
    ///
    /// - Throws: As `decode(_:)` does.
    @inlinable
    public func decodeColumn<Value: RowDecodable>(
        _ type: Value.Type = Value.self, at start: Int
    ) throws(PGError) -> [Value] {
        try requireColumns(atLeast: start + Value.columnCount)
        var values: [Value] = []
        values.reserveCapacity(count)
        for number in 0..<count {
            var index = start
            do throws(PGError) {
                values.append(try Value(from: row(at: number), at: &index))
            } catch {
                throw error.inRow(number)
            }
        }
        return values
    }

    @usableFromInline
    func requireColumns(_ needed: Int) throws(PGError) {
        guard needed != columnCount else { return }
        throw PGError(
            .columnCountMismatch,
            "the row has \(columnCount) columns, and the requested types need \(needed)")
    }

    @usableFromInline
    func requireColumns(atLeast needed: Int) throws(PGError) {
        if needed > columnCount { try requireColumns(needed) }
    }
}
