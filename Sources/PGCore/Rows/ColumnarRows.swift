/// Rows turned on their side: each column as one array, found by its name.
///
/// It is the form for sums, plots and tables. When the types are known in advance, use
/// `RowBatch.columns(_:_:)`, which returns plain arrays of them.
public struct ColumnarRows: Hashable, Sendable {
    /// The number of rows, which is the length of every column.
    public let count: Int

    /// The columns, in their order.
    public let columns: [Column]

    /// A column with all its values.
    public struct Column: Hashable, Sendable {
        /// The column's name.
        public let name: String
        /// The column's type.
        public let type: OID
        /// The values, one for each row.
        public let values: Values
    }

    /// The values of one column, `nil` being NULL.
    public enum Values: Hashable, Sendable {
        /// Of a `boolean` column.
        case bools([Bool?])
        /// Of a column of integers of any size.
        case integers([Int64?])
        /// Of a `real` or `double precision` column.
        case doubles([Double?])
        /// Of a column of text.
        case texts([String?])
        /// Of a column of any other type; NULL is ``DynamicValue/null``.
        case others([DynamicValue])
    }

    /// Decodes rows column by column.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` naming the row and the column.
    public init<Batch: RowBatch>(_ rows: Batch) throws(PGError) {
        count = rows.count
        var columns: [Column] = []
        let types = rows.columnTypes
        for (index, name) in rows.columnNames.enumerated() {
            columns.append(
                Column(
                    name: name, type: types[index],
                    values: try Values(rows, column: index, type: types[index])))
        }
        self.columns = columns
    }

    /// Returns the values of the first column with this name, or `nil` when there is none.
    public subscript(name: String) -> Values? {
        columns.first { $0.name == name }?.values
    }
}

extension ColumnarRows.Values {
    fileprivate init<Batch: RowBatch>(
        _ rows: Batch, column: Int, type: OID
    ) throws(PGError) {
        switch type {
        case .bool: self = .bools(try rows.decodeColumn(at: column))
        case .int2, .int4, .int8, .oid: self = .integers(try rows.decodeColumn(at: column))
        case .float4, .float8: self = .doubles(try rows.decodeColumn(at: column))
        case .text, .varchar, .bpchar, .name: self = .texts(try rows.decodeColumn(at: column))
        default: self = .others(try rows.decodeColumn(at: column))
        }
    }
}

extension RowBatch {
    /// Returns the rows turned on their side, each column as one array.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` naming the row and the column.
    public func columnar() throws(PGError) -> ColumnarRows {
        try ColumnarRows(self)
    }
}
