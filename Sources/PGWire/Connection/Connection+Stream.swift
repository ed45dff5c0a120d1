public import PGCore

extension Connection: StreamingStatementExecutor {
    /// Returns the statement's rows in chunks of at most `chunk`, read while they are wanted.
    ///
    /// Other statements on this connection wait until the stream has ended.
    public nonisolated func stream(_ statement: SQLStatement, chunk: Int = 1000) -> RowStream {
        RowStream(statement: statement, chunk: chunk) { () async throws(PGError) in (self, {}) }
    }

    /// Sends a statement whose rows go to a buffer.
    ///
    /// Returns the number of the request.
    func startStream(_ statement: SQLStatement, chunk: Int) async throws(PGError) -> UInt64 {
        try await sendOpenings()
        let prepared = try admit(statement.text, shared: false)
        // Row-by-row mode is set for the command at the head of the pipeline, which must then be the
        // execution itself: so the statement is parsed beforehand.
        let description =
            known.contains(prepared)
            ? try await description(of: prepared) : try await describe(prepared)
        let parameters = try encode(statement.parameters, for: prepared, description)
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        let buffer = StreamBuffer(chunkSize: chunk, columns: description.columns)
        let id = startStream(
            .execute(prepared, parameters, format: description.resultFormat),
            text: prepared.text, into: buffer,
            deadline: Deadline.effective(configuration.statementTimeout))
        streams[id] = buffer
        return id
    }

    /// Waits for a stream's next chunk.
    ///
    /// Cancelling the task stops the statement.
    func nextChunk(of id: UInt64) async throws(PGError) -> Rows? {
        guard let buffer = streams[id] else { return nil }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                buffer.next { continuation.resume(returning: $0) }
                resumeReading()
            }
        } onCancel: {
            abandonLater(id, .taskCancelled)
        }
        if case .success(_?) = result { return try result.get() }
        streams[id] = nil
        return try result.get()
    }

    /// Stops a stream nobody reads any more and waits until the server has.
    func stopStream(_ id: UInt64) async {
        guard let buffer = streams.removeValue(forKey: id) else { return }
        abandon(id, .taskCancelled)
        await withCheckedContinuation { continuation in
            buffer.whenFinished { continuation.resume() }
        }
    }
}

extension ConnectionPool: StreamingStatementExecutor {
    /// Returns the statement's rows in chunks of at most `chunk`, on a connection of their own.
    ///
    /// The connection is taken from the pool when iteration starts, and given back at its end,
    /// however it ends.
    public func stream(_ statement: SQLStatement, chunk: Int = 1000) -> RowStream {
        RowStream(statement: statement, chunk: chunk) { () async throws(PGError) in
            let connection = try await self.lease()
            return (connection, { await self.release(connection) })
        }
    }
}
