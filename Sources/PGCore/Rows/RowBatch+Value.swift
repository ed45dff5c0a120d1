extension RowBatch {
    /// Decodes the first column of the first row; more columns and rows are ignored.
    ///
    /// ```swift
    /// let now = try rows.value(PGTimestampTZ.self)
    /// ```
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when there is no row, or as `decode(_:)` does.
    @inlinable
    public func value<Value: RowDecodable>(
        _ type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard count > 0 else { throw rowCount(wanted: "at least one") }
        return try firstValue(type)
    }

    /// Decodes the first column of the first row, or returns `nil` when it is NULL or there is no
    /// row.
    ///
    /// - Throws: As `decode(_:)` does.
    @inlinable
    public func valueOrNil<Value: RowDecodable>(
        _ type: Value.Type = Value.self
    ) throws(PGError) -> Value? {
        guard count > 0 else { return nil }
        return try firstValue(Value?.self)
    }

    @inlinable
    func firstValue<Value: RowDecodable>(_ type: Value.Type) throws(PGError) -> Value {
        try requireColumns(atLeast: Value.columnCount)
        var index = 0
        do throws(PGError) {
            return try Value(from: row(at: 0), at: &index)
        } catch {
            throw error.inRow(0)
        }
    }

    /// Decodes the column of this name in every row.
    ///
    /// - Throws: ``PGError/Code/columnNotFound``, ``PGError/Code/ambiguousColumn``, or as
    ///   `decode(_:)` does. A batch without rows has every column.
    @inlinable
    public func decodeColumn<Value: RowDecodable>(
        _ type: Value.Type = Value.self, named name: String
    ) throws(PGError) -> [Value] {
        guard count > 0 else { return [] }
        return try decodeColumn(type, at: row(at: 0).onlyColumn(named: name))
    }
}
