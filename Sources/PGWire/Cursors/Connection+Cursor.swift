public import PGCore
import Synchronization

extension Transaction {
    /// Lends a cursor over a statement's result to `body`, and closes it afterwards.
    ///
    /// ```swift
    /// try await transaction.withCursor("SELECT id FROM events ORDER BY id") { cursor in
    ///     try await cursor.move(.forward(100))
    ///     for id in try await cursor.fetch(10).decode(Int.self) { … }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - statement: A SELECT or VALUES; values in it are written into it as literals.
    ///   - scroll: Whether the cursor can go back.
    ///   - body: Uses the cursor.
    /// - Throws: What `body` throws; as ``Connection/execute(_:)`` does.
    public func withCursor<Result>(
        _ statement: SQLStatement, scroll: Bool = false,
        _ body: (Cursor) async throws -> sending Result
    ) async throws -> sending Result {
        try requireOpen()
        return try await connection.lendCursor(
            statement.textWithLiterals, scroll: scroll, hold: false, body)
    }
}

extension Connection {
    /// Lends a cursor over a statement's result to `body`, and closes it afterwards.
    ///
    /// The cursor lives in a transaction of its own, which commits when `body` returns and rolls back
    /// when it throws. With `hold` there is none: the server runs the statement to its end first and
    /// keeps the rows.
    ///
    /// - Parameters:
    ///   - statement: A SELECT or VALUES; values in it are written into it as literals.
    ///   - scroll: Whether the cursor can go back.
    ///   - hold: Whether the cursor needs no transaction.
    ///   - body: Uses the cursor.
    /// - Throws: What `body` throws; as ``execute(_:)`` does.
    public nonisolated func withCursor<Result>(
        _ statement: SQLStatement, scroll: Bool = false, hold: Bool = false,
        _ body: (Cursor) async throws -> sending Result
    ) async throws -> sending Result {
        let sql = statement.textWithLiterals
        if hold { return try await lendCursor(sql, scroll: scroll, hold: true, body) }
        return try await withTransaction { transaction in
            try await transaction.connection.lendCursor(sql, scroll: scroll, hold: false, body)
        }
    }

    private static let cursorCount = Atomic<Int>(0)

    nonisolated func lendCursor<Result>(
        _ sql: String, scroll: Bool, hold: Bool,
        _ body: (Cursor) async throws -> sending Result
    ) async throws -> sending Result {
        let number = Self.cursorCount.add(1, ordering: .relaxed).newValue
        let name = "strata_cursor_\(number)"
        let columns = try await describe(sql)
        try await executeOnce(
            "DECLARE \(name) \(scroll ? "SCROLL" : "NO SCROLL") CURSOR "
                + "\(hold ? "WITH HOLD" : "WITHOUT HOLD") FOR \(sql)", shieldedFrom: nil)
        let format: WireFormat =
            columns.types.contains { $0.hasNoBinaryOutput } ? .text : .binary
        let cursor = Cursor(self, name: name, columns: columns, format: format)
        do {
            let result = try await body(cursor)
            try await cursor.close()
            return result
        } catch {
            // A transaction that failed takes the cursor with it; one that is held stays otherwise.
            if hold { try? await cursor.close() }
            cursor.end()
            throw error
        }
    }

    /// Runs a statement that is not worth preparing, with its result in a format of choice.
    func fetchOnce(
        _ sql: String, columns: Columns, format: WireFormat
    ) async throws(PGError) -> Rows {
        guard let observation else {
            return try await performFetch(sql, columns: columns, format: format)
        }
        return try await observed(Self.statement(of: sql), by: observation) {
            connection async throws(PGError) in
            try await connection.performFetch(sql, columns: columns, format: format)
        }
    }

    private func performFetch(
        _ sql: String, columns: Columns, format: WireFormat
    ) async throws(PGError) -> Rows {
        let result = try await perform(.fetch(sql, format), text: sql)
        guard let result else {
            throw PGError(.unsupportedResult, "the server answered without a result")
        }
        return Rows(result, columns: columns)
    }
}
