extension RowReader {
    /// Decodes a column by its name.
    ///
    /// ```swift
    /// let name = try row.decode("name", as: String.self)
    /// ```
    ///
    /// - Throws: ``PGError/Code/columnNotFound``; ``PGError/Code/ambiguousColumn`` when several
    ///   columns have the name; or a decoding code naming the column.
    public func decode<Value: RowDecodable>(
        _ name: String, as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        try decode(at: onlyColumn(named: name))
    }

    /// Decodes the column, or the group of columns, that starts at an index.
    ///
    /// - Throws: ``PGError/Code/columnCountMismatch`` when the row ends before the value does, or a
    ///   decoding code naming the column.
    public func decode<Value: RowDecodable>(
        at index: Int, as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard index >= 0, index <= columnCount - Value.columnCount else {
            throw PGError(
                .columnCountMismatch,
                "the row has \(columnCount) columns, and the value at \(index) needs "
                    + "\(Value.columnCount)")
        }
        var index = index
        return try Value(from: self, at: &index)
    }
}
