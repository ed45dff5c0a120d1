public import PGCore

extension Connection {
    /// Runs a statement for each row of values, many at a time; a row is a tuple.
    ///
    /// ```swift
    /// try await connection.executeMany(
    ///     "INSERT INTO users (name, email) VALUES ($1, $2)",
    ///     rows: users.lazy.map { ($0.name, $0.email) })
    /// ```
    ///
    /// Chunks, memory, transactions and cancelling are as for rows that are arrays. This form is
    /// the fastest: a value is written from where it is, and the statement is looked at once.
    ///
    /// - Parameters:
    ///   - statement: The statement, with `$1`, `$2` … for the values.
    ///   - rows: The values, in the order of the placeholders.
    ///   - commit: Whether all rows are one transaction.
    /// - Returns: How many rows were changed.
    /// - Throws: As ``execute(_:)`` does, with the row at fault in `PGError.row`, counted from 0.
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated func executeMany<each Value: ParameterEncodable, Rows: Sequence>(
        _ statement: SQLStatement, rows: Rows, commit: ManyCommit = .once
    ) async throws(PGError) -> Int where Rows.Element == (repeat each Value) {
        try requireNoParameters(statement)
        let text = statement.text
        var run = ManyRun(self, commit)
        var kept: [(repeat each Value)] = []
        var count = 0
        for _ in repeat (each Value).self { count += 1 }
        do throws(PGError) {
            for row in rows {
                run.keep(row, in: &kept)
                if !run.isReady(for: text) {
                    try await run.makeReady(for: text, Self.list(repeat each row))
                }
                // Here, so that it becomes straight code in the caller: a closure or a call with
                // packs looks types up for every row.
                try run.begin(count)
                for value in repeat each row { try run.append(value) }
                run.endRow()
            }
            if case .again = try await run.finish() {
                for row in kept { try await run.add(text, Self.list(repeat each row)) }
                _ = try await run.finish()
            }
            return run.affectedRows
        } catch {
            throw await run.abort(after: error)
        }
    }

    @usableFromInline
    static func list<each Value: ParameterEncodable>(
        _ values: repeat each Value
    ) -> [any ParameterEncodable] {
        var list: [any ParameterEncodable] = []
        for value in repeat each values { list.append(value) }
        return list
    }
}

extension ConnectionPool {
    /// Runs a statement for each row of values, many at a time, on a connection of its own; a row
    /// is a tuple.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As ``Connection/executeMany(_:rows:commit:)-(_,Rows,_)`` does, or as
    ///   ``withConnection(fileID:line:_:)`` before it starts.
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public func executeMany<each Value: ParameterEncodable, Rows: Sequence>(
        _ statement: SQLStatement, rows: Rows, commit: ManyCommit = .once
    ) async throws(PGError) -> Int where Rows.Element == (repeat each Value) {
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
}

extension Transaction {
    /// Runs a statement for each row of values, many at a time, in this transaction; a row is a
    /// tuple.
    ///
    /// - Returns: How many rows were changed.
    /// - Throws: As ``Connection/executeMany(_:rows:commit:)-(_,Rows,_)`` does;
    ///   `PGError.Code.closed` after the transaction's end.
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public func executeMany<each Value: ParameterEncodable, Rows: Sequence>(
        _ statement: SQLStatement, rows: Rows
    ) async throws(PGError) -> Int where Rows.Element == (repeat each Value) {
        try requireOpen()
        return try await connection.executeMany(statement, rows: rows)
    }
}
