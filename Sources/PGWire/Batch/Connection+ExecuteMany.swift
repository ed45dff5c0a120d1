public import PGCore

extension Connection {
    /// Runs a statement for each row of values, many at a time.
    ///
    /// ```swift
    /// try await connection.executeMany(
    ///     "INSERT INTO points (x, y) VALUES ($1, $2)", rows: points.map { [$0.x, $0.y] })
    /// ```
    ///
    /// Up to a thousand rows take one round trip; of more, only two thousand are in memory at a
    /// time. Nothing else should use the connection meanwhile: it would be in the same transaction.
    /// Rows that the statement returns are dropped. Cancelling the task stops it on the server.
    ///
    /// - Parameters:
    ///   - statement: The statement, with `$1`, `$2` … for the values.
    ///   - rows: The values, in the order of the placeholders.
    ///   - commit: Whether all rows are one transaction.
    /// - Returns: How many rows were changed.
    /// - Throws: As ``execute(_:)`` does, with the row at fault in `PGError.row`, counted from 0.
    @discardableResult
    public nonisolated func executeMany(
        _ statement: SQLStatement, rows: some Sequence<[any ParameterEncodable]>,
        commit: ManyCommit = .once
    ) async throws(PGError) -> Int {
        try requireNoParameters(statement)
        var run = ManyRun(self, commit)
        var kept: [[any ParameterEncodable]] = []
        do throws(PGError) {
            for row in rows {
                run.keep(row, in: &kept)
                try await run.add(statement.text, row)
            }
            if case .again = try await run.finish() {
                for row in kept { try await run.add(statement.text, row) }
                _ = try await run.finish()
            }
            return run.affectedRows
        } catch {
            throw await run.abort(after: error)
        }
    }

    /// Runs the statement that `statement` makes of each element, many at a time.
    ///
    /// ```swift
    /// try await connection.executeMany(for: users) { user in
    ///     "INSERT INTO users (name, email) VALUES (\(user.name), \(user.email))"
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - elements: What to run a statement for.
    ///   - commit: Whether all of it is one transaction.
    ///   - statement: Returns an element's statement. All should have the same text, and a few
    ///     different ones do no harm.
    /// - Returns: How many rows were changed.
    /// - Throws: As `executeMany(_:rows:commit:)` does.
    @discardableResult
    public nonisolated func executeMany<Element>(
        for elements: some Sequence<Element>, commit: ManyCommit = .once,
        _ statement: (Element) throws(PGError) -> SQLStatement
    ) async throws(PGError) -> Int {
        var run = ManyRun(self, commit)
        var kept: [SQLStatement] = []
        do throws(PGError) {
            for element in elements {
                let statement = try statement(element)
                run.keep(statement, in: &kept)
                try await run.add(statement.text, statement.parameters)
            }
            if case .again = try await run.finish() {
                for row in kept { try await run.add(row.text, row.parameters) }
                _ = try await run.finish()
            }
            return run.affectedRows
        } catch {
            throw await run.abort(after: error)
        }
    }

    /// Runs a statement for each row of values of an asynchronous sequence, as they come.
    ///
    /// A row is sent when a thousand have come, or all.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: What the sequence throws, or as `executeMany(_:rows:commit:)`
    ///   does.
    @discardableResult
    public nonisolated func executeMany<Source: AsyncSequence>(
        _ statement: SQLStatement, rows: Source, commit: ManyCommit = .once
    ) async throws -> Int where Source.Element == [any ParameterEncodable] {
        try requireNoParameters(statement)
        var run = ManyRun(self, commit)
        var kept: [[any ParameterEncodable]] = []
        do {
            for try await row in rows {
                run.keep(row, in: &kept)
                try await run.add(statement.text, row)
            }
            if case .again = try await run.finish() {
                for row in kept { try await run.add(statement.text, row) }
                _ = try await run.finish()
            }
            return run.affectedRows
        } catch {
            throw await run.abort(after: error)
        }
    }

    @usableFromInline
    nonisolated func requireNoParameters(_ statement: SQLStatement) throws(PGError) {
        guard statement.parameters.isEmpty else {
            throw PGError(
                .parameterCountMismatch, "the statement of executeMany has a value already",
                hint: "Write $1, $2 … and give the values as rows, or use executeMany(for:)"
            ).inStatement(statement.text)
        }
    }
}

extension ConnectionPool {
    /// Runs a statement for each row of values, many at a time, on a connection of its own.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As `executeMany(_:rows:commit:)` does, or as
    ///   `withConnection(_:)` before it starts.
    @discardableResult
    public func executeMany(
        _ statement: SQLStatement, rows: some Sequence<[any ParameterEncodable]>,
        commit: ManyCommit = .once
    ) async throws(PGError) -> Int {
        let connection = try await lease()
        do throws(PGError) {
            let count = try await connection.executeMany(statement, rows: rows, commit: commit)
            await release(connection)
            return count
        } catch {
            await release(connection)
            throw error
        }
    }

    /// Runs the statement that `statement` makes of each element, on a connection of its own.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As ``Connection/executeMany(for:commit:_:)`` does, or as `withConnection(_:)`
    ///   before it starts.
    @discardableResult
    public func executeMany<Element>(
        for elements: some Sequence<Element>, commit: ManyCommit = .once,
        _ statement: (Element) throws(PGError) -> SQLStatement
    ) async throws(PGError) -> Int {
        let connection = try await lease()
        do throws(PGError) {
            let count = try await connection.executeMany(for: elements, commit: commit, statement)
            await release(connection)
            return count
        } catch {
            await release(connection)
            throw error
        }
    }

    /// Runs a statement for each row of values of an asynchronous sequence, on a connection of its
    /// own.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As `executeMany(_:rows:commit:)` does, or as
    ///   `withConnection(_:)` before it starts.
    @discardableResult
    public func executeMany<Source: AsyncSequence>(
        _ statement: SQLStatement, rows: Source, commit: ManyCommit = .once
    ) async throws -> Int where Source.Element == [any ParameterEncodable] {
        let connection = try await lease()
        do {
            let count = try await connection.executeMany(statement, rows: rows, commit: commit)
            await release(connection)
            return count
        } catch {
            await release(connection)
            throw error
        }
    }
}

extension Transaction {
    /// Runs a statement for each row of values, many at a time, in this transaction.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As `executeMany(_:rows:commit:)` does;
    ///   `PGError.Code.closed` after the transaction's end.
    @discardableResult
    public func executeMany(
        _ statement: SQLStatement, rows: some Sequence<[any ParameterEncodable]>
    ) async throws(PGError) -> Int {
        try requireOpen()
        return try await connection.executeMany(statement, rows: rows)
    }

    /// Runs the statement that `statement` makes of each element, in this transaction.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As ``Connection/executeMany(for:commit:_:)`` does; `PGError.Code.closed` after the
    ///   transaction's end.
    @discardableResult
    public func executeMany<Element>(
        for elements: some Sequence<Element>,
        _ statement: (Element) throws(PGError) -> SQLStatement
    ) async throws(PGError) -> Int {
        try requireOpen()
        return try await connection.executeMany(for: elements, statement)
    }
}
