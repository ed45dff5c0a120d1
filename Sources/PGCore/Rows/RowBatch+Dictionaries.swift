extension RowReader {
    /// Decodes every column into one type, keyed by the columns' names.
    ///
    /// - Throws: ``PGError/Code/ambiguousColumn`` when two columns have the same name, or a decoding
    ///   code naming the column.
    public func dictionary<Value: ColumnDecodable>(
        of type: Value.Type
    ) throws(PGError) -> [String: Value] {
        var values: [String: Value] = [:]
        values.reserveCapacity(columnCount)
        for column in 0..<columnCount {
            let name = columnName(at: column)
            let value: Value = try decode(at: column)
            guard values.updateValue(value, forKey: name) == nil else {
                throw .ambiguousColumn(name)
            }
        }
        return values
    }

    /// Decodes every column into the type that goes with it, keyed by the columns' names.
    ///
    /// - Throws: As ``dictionary(of:)`` does.
    public func dictionary() throws(PGError) -> [String: DynamicValue] {
        try dictionary(of: DynamicValue.self)
    }
}

extension RowBatch {
    /// Decodes every row into a dictionary keyed by the columns' names.
    ///
    /// ```swift
    /// for row in try rows.dictionaries() { print(row["id"] ?? .null) }
    /// ```
    ///
    /// - Throws: ``PGError/Code/ambiguousColumn`` when two columns have the same name, or a decoding
    ///   code naming the row and the column.
    public func dictionaries() throws(PGError) -> [[String: DynamicValue]] {
        try dictionaries(of: DynamicValue.self)
    }

    /// Decodes every row into a dictionary of values of one type, keyed by the columns' names.
    ///
    /// - Throws: As ``dictionaries()`` does.
    public func dictionaries<Value: ColumnDecodable>(
        of type: Value.Type
    ) throws(PGError) -> [[String: Value]] {
        var dictionaries: [[String: Value]] = []
        dictionaries.reserveCapacity(count)
        for number in 0..<count {
            do throws(PGError) {
                dictionaries.append(try row(at: number).dictionary(of: type))
            } catch {
                throw error.inRow(number)
            }
        }
        return dictionaries
    }

    /// Decodes rows of two values into one dictionary, the first being the key.
    ///
    /// ```swift
    /// let names = try rows.dictionary(Int.self, String.self)   // [Int: String]
    /// ```
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when two rows have the same key, or as
    ///   `decode(_:)` does.
    @inlinable
    public func dictionary<Key: RowDecodable & Hashable, Value: RowDecodable>(
        _ key: Key.Type, _ value: Value.Type
    ) throws(PGError) -> [Key: Value] {
        var values: [Key: Value] = [:]
        values.reserveCapacity(count)
        for (number, pair) in try decode(key, value).enumerated() {
            guard values.updateValue(pair.1, forKey: pair.0) == nil else {
                throw PGError(.rowCountMismatch, "two rows have the same key").inRow(number)
            }
        }
        return values
    }
}
