extension RowBatch {
    /// Decodes the only row.
    ///
    /// ```swift
    /// let count = try rows.one(Int.self)
    /// ```
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when there is not exactly one row, or as
    ///   `decode(_:)` does.
    @inlinable
    public func one<each Value: RowDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PGError) -> (repeat each Value) {
        guard count == 1 else { throw rowCount(wanted: "exactly one") }
        return try decodeFirst(repeat each types)
    }

    /// Decodes the only row, or returns `nil` when there is none.
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when there are several rows, or as
    ///   `decode(_:)` does.
    @inlinable
    public func oneOrNil<each Value: RowDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PGError) -> (repeat each Value)? {
        guard count > 0 else { return nil }
        guard count == 1 else { throw rowCount(wanted: "at most one") }
        let values: (repeat each Value) = try decodeFirst(repeat each types)
        return .some(values)
    }

    /// Decodes the only row's only column or group of columns, or returns `nil` when there is none.
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when there are several rows, or as
    ///   `decode(_:)` does.
    @inlinable
    public func oneOrNil<Value: RowDecodable>(
        _ type: Value.Type
    ) throws(PGError) -> Value? {
        // Apart from the general form, whose one-element tuple in an optional is not a plain `Value?`.
        guard count > 0 else { return nil }
        guard count == 1 else { throw rowCount(wanted: "at most one") }
        return try decodeFirst(type)
    }

    @inlinable
    func decodeFirst<each Value: RowDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PGError) -> (repeat each Value) {
        var needed = 0
        for type in repeat each types { needed += type.columnCount }
        try requireColumns(needed)
        let row = row(at: 0)
        var index = 0
        do throws(PGError) {
            return (repeat try (each Value)(from: row, at: &index))
        } catch {
            throw error.inRow(0)
        }
    }

    @usableFromInline
    func rowCount(wanted: String) -> PGError {
        PGError(.rowCountMismatch, "the result has \(count) rows, and \(wanted) was expected")
    }
}
