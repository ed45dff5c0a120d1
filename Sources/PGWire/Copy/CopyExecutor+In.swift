public import PGCore

extension CopyExecutor {
    /// Copies the rows that `body` writes into a table, and returns how many were stored.
    ///
    /// Values are encoded as the types of the table's columns, as parameters are.
    ///
    /// ```swift
    /// try await pool.copy(into: "events", columns: "id", "body") { writer in
    ///     try await writer.write(1, "started")
    /// }
    /// ```
    ///
    /// When `body` throws, or the task is cancelled, nothing is stored and the connection stays
    /// usable.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - columns: Its columns, in the order of the values; none for all that can be written.
    ///   - options: The format to send, binary by default, and what the server does with the rows.
    ///   - body: Writes the rows.
    /// - Throws: What `body` throws; `PGError.Code.server` with the row in `PGError.row`;
    ///   `PGError.Code.cancelled`; `PGError.Code.deadlineExceeded`; `PGError.Code.connectionLost`;
    ///   what lending a connection throws.
    @discardableResult
    public func copy(
        into table: CopyTable, columns: String..., options: CopyOptions = .binary,
        _ body: (CopyWriter) async throws -> Void
    ) async throws -> Int {
        try await copyRows(into: table, columns, options, body)
    }

    /// Copies rows, each a tuple of values, into a table, and returns how many were stored.
    ///
    /// - Throws: As the form with a closure does.
    @discardableResult
    public func copy<each Value: ParameterEncodable, Rows: Sequence>(
        into table: CopyTable, columns: String..., options: CopyOptions = .binary, rows: Rows
    ) async throws -> Int where Rows.Element == (repeat each Value) {
        try await copyRows(into: table, columns, options) { try await $0.write(contentsOf: rows) }
    }

    /// Copies values into one column of a table, and returns how many were stored.
    ///
    /// - Throws: As the form with a closure does.
    @discardableResult
    public func copy<Values: Sequence>(
        into table: CopyTable, columns: String..., options: CopyOptions = .binary, rows: Values
    ) async throws -> Int where Values.Element: ParameterEncodable {
        try await copyRows(into: table, columns, options) { try await $0.write(contentsOf: rows) }
    }

    /// Copies rows that encode themselves into a table, and returns how many were stored.
    ///
    /// - Throws: As the form with a closure does.
    @discardableResult
    public func copy<Rows: Sequence>(
        into table: CopyTable, columns: String..., options: CopyOptions = .binary, rows: Rows
    ) async throws -> Int where Rows.Element: CopyRow {
        try await copyRows(into: table, columns, options) { try await $0.write(contentsOf: rows) }
    }

    /// Copies rows, each a tuple of values, into a table as they come, and returns how many were
    /// stored.
    ///
    /// - Throws: What the sequence throws; as the form with a closure does.
    @discardableResult
    public func copy<each Value: ParameterEncodable, Rows: AsyncSequence>(
        into table: CopyTable, columns: String..., options: CopyOptions = .binary, rows: Rows
    ) async throws -> Int where Rows.Element == (repeat each Value) {
        try await copyRows(into: table, columns, options) { writer in
            for try await row in rows { try await writer.write(repeat each row) }
        }
    }

    /// Copies rows that encode themselves into a table as they come, and returns how many were
    /// stored.
    ///
    /// - Throws: What the sequence throws; as the form with a closure does.
    @discardableResult
    public func copy<Rows: AsyncSequence>(
        into table: CopyTable, columns: String..., options: CopyOptions = .binary, rows: Rows
    ) async throws -> Int where Rows.Element: CopyRow {
        try await copyRows(into: table, columns, options) { writer in
            for try await row in rows { try await writer.write(row: row) }
        }
    }

    private func copyRows(
        into table: CopyTable, _ names: [String], _ options: CopyOptions,
        _ body: (CopyWriter) async throws -> Void
    ) async throws -> Int {
        try await copySource.withConnection { connection in
            let columns = try await connection.columns(of: table, names)
            return try await connection.copyRows(into: table, columns, options, body)
        }
    }
}

extension Connection {
    fileprivate nonisolated func copyRows(
        into table: CopyTable, _ columns: CopyColumns, _ options: CopyOptions,
        _ body: (CopyWriter) async throws -> Void
    ) async throws -> Int {
        let sql = options.statement(table.source(columns.names), .fromClient)
        do {
            return try await copyIn(sql) { channel in
                let writer = CopyWriter(columns, options, channel)
                defer { writer.close() }
                try await body(writer)
                try await writer.finish()
            }
        } catch let error as PGError {
            let hasHeader = options.hasHeader || options.checksHeader
            throw error.inCopiedRow(after: hasHeader ? 1 : 0)
        }
    }

    /// Copies rows whose values have no types here into a table, in binary if all of the samples
    /// have a binary form, and returns how many were stored.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - names: Its columns, in the order of the values.
    ///   - sample: A value of the column at a position, which is not NULL if there is any.
    ///   - body: Writes the rows.
    /// - Throws: As the form with a closure does.
    package nonisolated func copyRows(
        into table: CopyTable, columns names: [String],
        sample: (Int) -> any ParameterEncodable,
        _ body: (CopyWriter) async throws -> Void
    ) async throws -> Int {
        let columns = try await columns(of: table, names)
        let options: CopyOptions = columns.haveBinary(sample) ? .binary : .text
        return try await copyRows(into: table, columns, options, body)
    }
}

extension CopyColumns {
    /// Whether values can be written in binary.
    fileprivate func haveBinary(_ sample: (Int) -> any ParameterEncodable) -> Bool {
        var trial = CopyEncoder(self, .binary)
        do throws(PGError) {
            try trial.add(row: names.count, sample)
            return true
        } catch {
            return error.code != .parameterMismatch
        }
    }
}

/// Data that is in a COPY's format already.
extension CopyExecutor {
    /// Runs a `COPY … FROM STDIN` with the data that `body` writes, and returns how many rows were
    /// stored.
    ///
    /// Values in the statement are written into it as literals, since COPY takes no parameters.
    ///
    /// - Throws: What `body` throws; `PGError.Code.server` with the line in `PGError.copyLine`;
    ///   `PGError.Code.unsupportedResult` for another statement; `PGError.Code.cancelled`;
    ///   `PGError.Code.deadlineExceeded`; `PGError.Code.connectionLost`; what lending a connection
    ///   throws.
    @discardableResult
    public func copy(
        _ statement: SQLStatement, _ body: (CopyDataWriter) async throws -> Void
    ) async throws -> Int {
        try await copyData(statement.textWithLiterals, body)
    }

    /// Runs a `COPY … FROM STDIN` with data as it comes, and returns how many rows were stored.
    ///
    /// - Throws: What the sequence throws; as the form with a closure does.
    @discardableResult
    public func copy<Data: AsyncSequence>(
        _ statement: SQLStatement, from data: Data
    ) async throws -> Int where Data.Element: Collection<UInt8> {
        try await copy(statement) { writer in
            for try await piece in data { try await writer.write(piece) }
        }
    }

    /// Runs a `COPY … FROM STDIN` with the contents of a file of this machine, and returns how many
    /// rows were stored.
    ///
    /// - Throws: `PGError.Code.fileFailed`; as the form with a closure does.
    @discardableResult
    public func copy(_ statement: SQLStatement, fromFile path: String) async throws -> Int {
        try await copyFile(path, statement.textWithLiterals)
    }

    /// Copies data as it comes into a table, and returns how many rows were stored.
    ///
    /// - Throws: What the sequence throws; as the form with a statement and a closure does.
    @discardableResult
    public func copy<Data: AsyncSequence>(
        into table: CopyTable, columns: String..., options: CopyOptions, from data: Data
    ) async throws -> Int where Data.Element: Collection<UInt8> {
        try await copyData(options.statement(table.source(columns), .fromClient)) { writer in
            for try await piece in data { try await writer.write(piece) }
        }
    }

    /// Copies the contents of a file of this machine into a table, and returns how many rows were
    /// stored.
    ///
    /// - Throws: `PGError.Code.fileFailed`; as the form with a statement and a closure does.
    @discardableResult
    public func copy(
        into table: CopyTable, columns: String..., options: CopyOptions, fromFile path: String
    ) async throws -> Int {
        try await copyFile(path, options.statement(table.source(columns), .fromClient))
    }

    private func copyData(
        _ sql: String, _ body: (CopyDataWriter) async throws -> Void
    ) async throws -> Int {
        try await copySource.withConnection { connection in
            try await connection.copyIn(sql) { channel in
                let writer = CopyDataWriter(channel)
                defer { writer.close() }
                try await body(writer)
                try await writer.finish()
            }
        }
    }

    private func copyFile(_ path: String, _ sql: String) async throws -> Int {
        let file = try await CopyFile.open(path)
        do {
            let count = try await copySource.withConnection { connection in
                try await connection.copyIn(sql) { channel in
                    while true {
                        let bytes = try await file.read(ExclusiveWork.chunkSize)
                        if bytes.isEmpty { return }
                        try await channel.send(bytes[...])
                    }
                }
            }
            await file.close()
            return count
        } catch {
            await file.close()
            throw error
        }
    }
}
