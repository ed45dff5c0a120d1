extension RowBatch {
    /// Returns the rows as JSON, written straight from the bytes the server sent.
    ///
    /// ```swift
    /// let body = try await pool.query("SELECT id, name FROM users").jsonBytes()
    /// // [{"id":1,"name":"Ann"},{"id":2,"name":"Bo"}]
    /// ```
    ///
    /// Keys are the columns' names in their order. Arrays become arrays, `json` and `jsonb` are
    /// inlined, NULL is `null`, timestamps are ISO 8601. A type that is not built in is written as
    /// its text, if it was sent as such.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` naming the row and the column, for malformed bytes
    ///   and for a type with no text and no JSON.
    @inlinable
    public func jsonBytes(
        _ layout: JSONLayout = .array, options: JSONOptions = JSONOptions()
    ) throws(PGError) -> [UInt8] {
        var bytes: [UInt8] = []
        try writeJSON(into: &bytes, layout, options: options)
        return bytes
    }

    /// Appends the rows as JSON to `bytes`, which stay as they were when this throws.
    ///
    /// - Throws: As ``jsonBytes(_:options:)`` does.
    @inlinable
    public func writeJSON(
        into bytes: inout [UInt8], _ layout: JSONLayout = .array,
        options: JSONOptions = JSONOptions()
    ) throws(PGError) {
        var writer = JSONWriter(
            names: columnNames, types: columnTypes, options: options,
            keepsOneLine: layout == .lines)
        if layout == .array { writer.bytes.append(.openBracket) }
        try writer.write(rows: self, layout)
        if layout == .array { writer.bytes.append(.closeBracket) }
        if bytes.isEmpty { bytes = writer.bytes } else { bytes.append(contentsOf: writer.bytes) }
    }

    /// Returns the rows as JSON turned on its side: `{"id":[1,2],"name":["Ann","Bo"]}`.
    ///
    /// - Throws: As ``jsonBytes(_:options:)`` does.
    @inlinable
    public func jsonColumnBytes(
        options: JSONOptions = JSONOptions()
    ) throws(PGError) -> [UInt8] {
        var writer = JSONWriter(
            names: columnNames, types: columnTypes, options: options, keepsOneLine: false)
        writer.bytes.append(.openBrace)
        for column in 0..<writer.columnCount {
            writer.openColumn(column)
            for number in 0..<count {
                if number > 0 { writer.bytes.append(.comma) }
                do throws(PGError) {
                    try writer.writeValue(row(at: number).cell(at: column), in: column)
                } catch {
                    throw error.inRow(number)
                }
            }
            writer.bytes.append(.closeBracket)
        }
        writer.bytes.append(.closeBrace)
        return writer.bytes
    }
}

extension JSONWriter {
    /// Writes rows with what separates them, without what encloses them all.
    @inlinable
    mutating func write<Batch: RowBatch>(
        rows: Batch, _ layout: JSONLayout
    ) throws(PGError) {
        for number in 0..<rows.count {
            if layout == .array, number > 0 { bytes.append(.comma) }
            do throws(PGError) {
                try write(rows.row(at: number))
            } catch {
                throw error.inRow(number)
            }
            if layout == .lines { bytes.append(.newline) }
        }
    }
}

extension RowReader {
    /// Returns the row as a JSON object.
    ///
    /// - Throws: As ``RowBatch/jsonBytes(_:options:)`` does.
    public func jsonBytes(options: JSONOptions = JSONOptions()) throws(PGError) -> [UInt8] {
        var writer = JSONWriter(
            names: (0..<columnCount).map { columnName(at: $0) },
            types: (0..<columnCount).map { cell(at: $0).type }, options: options,
            keepsOneLine: true)
        try writer.write(self)
        return writer.bytes
    }
}
