// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

// The parts of a row are spelled out, because the compiler does not unroll packs: it would read
// every value through witness tables. These specialise in the caller. They extend the protocol, where
// the compiler prefers them to those with a pack.
extension Query {
    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Part1, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [Part1] where Self == Returning<Part1> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(Part1.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<Part1, Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<Part1, Executor> where Self == Returning<Part1> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(Part1.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Part1, Part2, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(Part1, Part2)] where Self == Returning<Part1, Part2> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<Part1, Part2, Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(Part1, Part2), Executor> where Self == Returning<Part1, Part2> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Part1, Part2, Part3, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(Part1, Part2, Part3)]
    where Self == Returning<Part1, Part2, Part3> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<Part1, Part2, Part3, Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(Part1, Part2, Part3), Executor> where Self == Returning<Part1, Part2, Part3> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Part1, Part2, Part3, Part4, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(Part1, Part2, Part3, Part4)]
    where Self == Returning<Part1, Part2, Part3, Part4> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self, Part4.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<Part1, Part2, Part3, Part4, Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(Part1, Part2, Part3, Part4), Executor>
    where Self == Returning<Part1, Part2, Part3, Part4> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self, Part4.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Part1, Part2, Part3, Part4, Part5, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(Part1, Part2, Part3, Part4, Part5)]
    where Self == Returning<Part1, Part2, Part3, Part4, Part5> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self, Part4.self, Part5.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<Part1, Part2, Part3, Part4, Part5, Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(Part1, Part2, Part3, Part4, Part5), Executor>
    where Self == Returning<Part1, Part2, Part3, Part4, Part5> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self, Part4.self, Part5.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Part1, Part2, Part3, Part4, Part5, Part6, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(Part1, Part2, Part3, Part4, Part5, Part6)]
    where Self == Returning<Part1, Part2, Part3, Part4, Part5, Part6> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self, Part4.self, Part5.self, Part6.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<
        Part1, Part2, Part3, Part4, Part5, Part6, Executor: StreamingStatementExecutor
    >(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(Part1, Part2, Part3, Part4, Part5, Part6), Executor>
    where Self == Returning<Part1, Part2, Part3, Part4, Part5, Part6> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(Part1.self, Part2.self, Part3.self, Part4.self, Part5.self, Part6.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Part1, Part2, Part3, Part4, Part5, Part6, Part7, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(Part1, Part2, Part3, Part4, Part5, Part6, Part7)]
    where Self == Returning<Part1, Part2, Part3, Part4, Part5, Part6, Part7> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(
                Part1.self, Part2.self, Part3.self, Part4.self, Part5.self, Part6.self, Part7.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<
        Part1, Part2, Part3, Part4, Part5, Part6, Part7, Executor: StreamingStatementExecutor
    >(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(Part1, Part2, Part3, Part4, Part5, Part6, Part7), Executor>
    where Self == Returning<Part1, Part2, Part3, Part4, Part5, Part6, Part7> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(
                Part1.self, Part2.self, Part3.self, Part4.self, Part5.self, Part6.self, Part7.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<
        Part1, Part2, Part3, Part4, Part5, Part6, Part7, Part8, Executor: StatementExecutor
    >(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(Part1, Part2, Part3, Part4, Part5, Part6, Part7, Part8)]
    where Self == Returning<Part1, Part2, Part3, Part4, Part5, Part6, Part7, Part8> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(
                Part1.self, Part2.self, Part3.self, Part4.self, Part5.self, Part6.self, Part7.self,
                Part8.self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<
        Part1, Part2, Part3, Part4, Part5, Part6, Part7, Part8, Executor: StreamingStatementExecutor
    >(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(Part1, Part2, Part3, Part4, Part5, Part6, Part7, Part8), Executor>
    where Self == Returning<Part1, Part2, Part3, Part4, Part5, Part6, Part7, Part8> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(
                Part1.self, Part2.self, Part3.self, Part4.self, Part5.self, Part6.self, Part7.self,
                Part8.self)
        }
    }

    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<each Part: RowDecodable, Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(repeat each Part)] where Self == Returning<repeat each Part> {
        try await QueryRunner(self, fileID, line).fetch(on: executor) { (rows) throws(PGError) in
            try rows.decode(repeat (each Part).self)
        }
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory; see ``QueryStream``.
    @inlinable
    public func stream<each Part: RowDecodable, Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<(repeat each Part), Executor> where Self == Returning<repeat each Part> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk) {
            (rows) throws(PGError) in
            try rows.decode(repeat (each Part).self)
        }
    }
}
