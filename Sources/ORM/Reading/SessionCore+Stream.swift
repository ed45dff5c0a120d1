import PGCore

extension SessionCore {
    /// Returns the entities of a query, read in chunks, in a sequence for `for try await`.
    ///
    /// ```swift
    /// for try await user in session.stream(User.all, chunk: 1_000) {
    ///     user.name = user.name.capitalized
    /// }
    /// try await session.commit()
    /// ```
    ///
    /// The instances belong to the session while their chunk is at hand. Before the next chunk is
    /// read, their changes are flushed and those that came with the chunk leave the session, so
    /// that memory stays bounded; instances it knew before stay. What the query includes is loaded
    /// for each chunk. Other calls on the session may be made inside the loop, except those that
    /// end the transaction: the rows that were not read yet end with it.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - chunk: How many entities are read at a time.
    ///   - fileID: The place of the call, for errors.
    ///   - line: The place of the call, for errors.
    public func stream<E: Entity>(
        _ query: EntityQuery<E>, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> EntityStream<Source, E, E> {
        EntityStream(
            session: self, query: query, chunk: max(1, chunk), fileID: fileID, line: line
        ) { (session, rows) throws(PGError) in try session.hydrate(rows, as: E.self) }
    }

    /// Returns snapshots of the entities of a query, read in chunks: the session does not get to
    /// know them.
    ///
    /// Use it to read much and change nothing.
    public func streamSnapshots<E: Entity>(
        of query: EntityQuery<E>, chunk: Int = 1_000,
        fileID: String = #fileID, line: UInt = #line
    ) -> EntityStream<Source, E, E.Snapshot> {
        EntityStream(
            session: self, query: query, chunk: max(1, chunk), fileID: fileID, line: line
        ) { (_, rows) throws(PGError) in
            var snapshots: [E.Snapshot] = []
            snapshots.reserveCapacity(rows.count)
            for number in 0..<rows.count {
                var index = 0
                do throws(PGError) {
                    snapshots.append(try E(from: rows.row(at: number), at: &index).snapshot)
                } catch {
                    throw error.inRow(number)
                }
            }
            return snapshots
        }
    }

    /// Reads a stream's next chunk, or returns `nil` after the last.
    func nextChunk<E: Entity, Element>(
        of stream: EntityStream<Source, E, Element>, _ cursor: StreamCursor
    ) async throws(PGError) -> [Element]? {
        try beginUse("stream()", stream.fileID, stream.line)
        defer { endUse() }
        do throws(PGError) {
            try await letGo(of: cursor)
            guard !cursor.isAtEnd else { return nil }
            let name = try await open(cursor, for: stream.query)
            let first = state.map.nextSequence
            let rows = try await send("FETCH FORWARD \(raw: "\(stream.chunk)") FROM \(raw: name)")
            let elements = try stream.read(self, rows)
            if let entities = elements as? [E] {
                try await includeSeparately(stream.query, of: entities)
            }
            cursor.arrivals = first..<state.map.nextSequence
            if rows.count < stream.chunk {
                cursor.isAtEnd = true
                _ = try await send("CLOSE \(raw: name)")
            }
            return elements.isEmpty ? nil : elements
        } catch {
            throw error.at(stream.fileID, stream.line)
        }
    }

    /// Loads what a query includes, nothing of which came with the entities.
    func includeSeparately<E: Entity>(
        _ query: EntityQuery<E>, of entities: [E]
    ) async throws(PGError) {
        var plan = LoadPlan()
        try await run(try prepare(query.withoutJoins, of: entities.unique(), &plan))
    }

    /// Flushes what was changed, and forgets the instances of the chunk before.
    private func letGo(of cursor: StreamCursor) async throws(PGError) {
        guard cursor.name != nil else { return }
        guard !cursor.arrivals.isEmpty else { return }
        try await flushChanges()
        state.letGo(of: cursor.arrivals)
        cursor.arrivals = 0..<0
    }

    private func open<E: Entity>(
        _ cursor: StreamCursor, for query: EntityQuery<E>
    ) async throws(PGError) -> String {
        if let name = cursor.name { return name }
        let number = state.nextStream
        state.nextStream += 1
        let name = "strata_stream_\(number)"
        _ = try await flushAndSend(
            "DECLARE \(raw: name) NO SCROLL CURSOR FOR \(filtered(query.withoutJoins).sql)")
        cursor.name = name
        return name
    }
}

extension SessionState {
    /// Forgets the instances of rows that came in this order and have nothing to be written.
    func letGo(of arrivals: Range<Int>) {
        let leaving = map.all.filter {
            arrivals.contains($0.sequence) && $0.state == .persistent && $0.columnsToWrite.isEmpty
        }
        expunge(leaving)
    }
}
