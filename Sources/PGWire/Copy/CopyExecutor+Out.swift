public import PGCore

extension CopyExecutor {
    /// Returns the data of a `COPY … TO STDOUT`.
    ///
    /// Values in the statement are written into it as literals, since COPY takes no parameters.
    ///
    /// ```swift
    /// for try await piece in pool.copy("COPY events TO STDOUT WITH (FORMAT csv)") { … }
    /// ```
    public func copy(_ statement: SQLStatement) -> CopyStream {
        CopyStream(sql: statement.textWithLiterals, source: copySource)
    }

    /// Returns the data of a table, all columns if none are named.
    public func copy(
        from table: CopyTable, columns: String..., options: CopyOptions
    ) -> CopyStream {
        CopyStream(sql: options.statement(table.source(columns), .toClient), source: copySource)
    }

    /// Returns the data of a query's result.
    public func copy(query: SQLStatement, options: CopyOptions) -> CopyStream {
        CopyStream(
            sql: options.statement("(\(query.textWithLiterals))", .toClient), source: copySource)
    }

    /// Returns the rows of a table, all columns if none are named, decoded like those of a statement.
    ///
    /// ```swift
    /// for try await rows in pool.copyRows(from: "events", columns: "id", "body") {
    ///     for (id, body) in try rows.decode(Int.self, String?.self) { … }
    /// }
    /// ```
    public func copyRows(from table: CopyTable, columns: String...) -> CopyRowStream {
        CopyRowStream(content: .table(table, columns), source: copySource)
    }

    /// Returns the rows of a query's result, decoded like those of a statement.
    public func copyRows(query: SQLStatement) -> CopyRowStream {
        CopyRowStream(content: .query(query.textWithLiterals), source: copySource)
    }

    /// Writes the data of a `COPY … TO STDOUT` to a file of this machine, and returns the number of
    /// bytes.
    ///
    /// The file takes its place when it is complete: when the COPY fails, what was there stays.
    ///
    /// - Throws: `PGError.Code.fileFailed`; as ``CopyStream/AsyncIterator/next()`` does.
    @discardableResult
    public func copy(
        _ statement: SQLStatement, toFile path: String
    ) async throws(PGError) -> Int {
        try await copy(statement).write(toFile: path)
    }

    /// Writes the data of a table to a file of this machine, and returns the number of bytes.
    ///
    /// - Throws: As the form with a statement does.
    @discardableResult
    public func copy(
        from table: CopyTable, columns: String..., options: CopyOptions, toFile path: String
    ) async throws(PGError) -> Int {
        let sql = options.statement(table.source(columns), .toClient)
        return try await CopyStream(sql: sql, source: copySource).write(toFile: path)
    }
}

extension CopyStream {
    /// Writes the data to a file of this machine, and returns the number of bytes.
    ///
    /// The file takes its place when it is complete: when the COPY fails, what was there stays.
    ///
    /// - Throws: `PGError.Code.fileFailed`; as ``AsyncIterator/next()`` does.
    @discardableResult
    public func write(toFile path: String) async throws(PGError) -> Int {
        let file = try await CopyFile.create(path)
        var count = 0
        do throws(PGError) {
            for try await piece in self {
                try await file.write(piece)
                count += piece.count
            }
            try await file.complete()
        } catch {
            await file.close()
            throw error
        }
        await file.close()
        return count
    }
}
