public import PGCore

/// Reads the parts of all rows one after the other into arrays.
@usableFromInline
struct ColumnArrayReader<Rows: RowBatch> {
    @usableFromInline let rows: Rows
    @usableFromInline var start = 0

    @inlinable
    init(_ rows: Rows) {
        self.rows = rows
    }

    @inlinable
    mutating func next<Value: RowDecodable>(_ type: Value.Type) throws(PGError) -> [Value] {
        let values = try rows.decodeColumn(type, at: start)
        start += type.columnCount
        return values
    }
}
