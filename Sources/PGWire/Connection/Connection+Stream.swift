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
        let cached = try admit(statement.text, shared: false)
        // A stream cannot be run once more, so nothing is left to chance: the columns are known,
        // for the right format, and the statement is parsed along with it, under no name.
        let known = cached.form.flatMap { $0.columns == nil ? nil : $0 }
        let form = if let known { known } else { try await describe(cached) }
        // While the rows flow nothing else can be asked on this connection.
        if form.needsCatalog {
            _ = try await typeCatalog(for: form.parameterTypes + (form.columns?.types ?? []))
        }
        let parameters = try encode(statement.parameters, for: form)
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        let buffer = StreamBuffer(chunkSize: chunk, columns: nil)
        let id = startStream(
            .execute(cached, form.unnamed, parameters, format: form.resultFormat),
            of: statement, into: buffer,
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
        if case .success(let rows?) = result {
            guard rows.lacksCatalog, let catalog = statements.types.current else { return rows }
            return rows.with(catalog)
        }
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
