import PGCore

/// COPY on one connection, whose parts the public calls put together.
extension Connection {
    // MARK: To the server

    /// Sends the data that `body` produces, and returns how many rows the server stored.
    ///
    /// When `body` throws or its task is cancelled, nothing is stored.
    nonisolated func copyIn(
        _ sql: String, _ body: (CopyChannel) async throws -> Void
    ) async throws -> Int {
        let id = try await startCopy(ExclusiveWork.Purpose.copyIn, sql)
        do {
            try await body(CopyChannel(self, id))
            return try await finishCopyIn(id)
        } catch {
            await stopCopy(id)
            throw error
        }
    }

    /// Sends a COPY and waits until the server has announced it.
    func startCopy(
        _ purpose: ExclusiveWork.Purpose, _ sql: String
    ) async throws(PGError) -> UInt64 {
        try await sendOpenings()
        let work = ExclusiveWork(purpose, sql: sql)
        let request = try startAlone(work)
        let id = request.id
        copies[id] = request
        await waitUnlessCancelled(id) { $0.hasStarted }
        if work.hasStarted { return id }
        copies[id] = nil
        if let outcome = work.outcome { _ = try outcome.get() }
        throw PGError(
            .unsupportedResult, "the statement is not a COPY between server and client",
            hint: "Use query(_:) for a COPY with a file on the server, and for everything else"
        ).inStatement(sql)
    }

    /// Sends data, and waits until the socket has taken it.
    ///
    /// - Throws: What ended the COPY, if it has ended.
    func sendCopyData(_ bytes: ArraySlice<UInt8>, of id: UInt64) async throws(PGError) {
        guard let request = copies[id], let work = request.exclusive else { throw .copyIsOver }
        // A writer that never has to wait would not notice otherwise.
        if Task.isCancelled { abandon(id, .taskCancelled) }
        if machine.isCopyingIn, machine.head === request {
            guard handle?.putCopyData(bytes) == true else {
                connectionLost()
                throw try await failure(of: work)
            }
            flush()
            if !wantsWrite { return }
            await waitUnlessCancelled(id) { [self] _ in
                assumeIsolated { !$0.wantsWrite || !$0.machine.isCopyingIn }
            }
            if machine.isCopyingIn, work.outcome == nil { return }
        }
        throw try await failure(of: work)
    }

    /// Ends the data and returns how many rows were stored.
    func finishCopyIn(_ id: UInt64) async throws(PGError) -> Int {
        guard let request = copies[id], let work = request.exclusive else { throw .copyIsOver }
        guard !Task.isCancelled else { throw .taskCancelled.executed(.rolledBack) }
        if machine.head === request { endCopyData() }
        await waitUnlessCancelled(id) { _ in false }
        copies[id] = nil
        return try work.outcome?.get()?.affectedRows ?? 0
    }

    /// Waits until a COPY that cannot go on has ended, and returns why.
    private func failure(of work: ExclusiveWork) async throws(PGError) -> PGError {
        await wait(for: work) { _ in false }
        if let outcome = work.outcome { _ = try outcome.get() }
        return .copyIsOver
    }

    // MARK: From the server

    /// Waits for the next piece of data, `nil` at the end.
    ///
    /// Cancelling the task stops the COPY.
    func nextCopyChunk(of id: UInt64) async throws(PGError) -> [UInt8]? {
        guard let work = copies[id]?.exclusive else { return nil }
        if !work.hasChunk { await waitUnlessCancelled(id) { $0.hasChunk } }
        let chunk = work.nextChunk()
        resumeReading()
        if let chunk { return chunk }
        copies[id] = nil
        if let outcome = work.outcome { _ = try outcome.get() }
        return nil
    }

    // MARK: The end

    /// Stops a COPY that nobody goes on with, and waits until the server has.
    func stopCopy(_ id: UInt64) async {
        guard let request = copies.removeValue(forKey: id), let work = request.exclusive else {
            return
        }
        abandon(id, .taskCancelled)
        await wait(for: work) { _ in false }
    }

    // MARK: Waiting

    /// Waits until the COPY is over, or until `isDone`; cancelling the task stops the COPY.
    private func waitUnlessCancelled(
        _ id: UInt64, until isDone: @Sendable (ExclusiveWork) -> Bool
    ) async {
        await withTaskCancellationHandler {
            // Not here, but in a method of the actor: the closure does not run on its thread.
            await wait(forCopy: id, until: isDone)
        } onCancel: {
            abandonLater(id, .taskCancelled)
        }
    }

    private func wait(
        forCopy id: UInt64, until isDone: @Sendable (ExclusiveWork) -> Bool
    ) async {
        guard let work = copies[id]?.exclusive else { return }
        await wait(for: work, until: isDone)
    }

    private func wait(
        for work: ExclusiveWork, until isDone: @Sendable (ExclusiveWork) -> Bool
    ) async {
        while work.outcome == nil, !isDone(work) {
            await withCheckedContinuation { continuation in
                // Looked at once more, since on the way here others may have had a turn.
                if work.outcome != nil || isDone(work) {
                    continuation.resume()
                } else {
                    work.wait(continuation)
                }
            }
        }
    }
}

extension PGError {
    static var copyIsOver: PGError { PGError(.closed, "the COPY is over") }
}

/// The way of a COPY's data to the server.
struct CopyChannel: Sendable {
    private let connection: Connection
    private let id: UInt64

    init(_ connection: Connection, _ id: UInt64) {
        self.connection = connection
        self.id = id
    }

    /// Sends data, and waits until the socket has taken it: the only place a writer waits.
    func send(_ bytes: ArraySlice<UInt8>) async throws(PGError) {
        try await connection.sendCopyData(bytes, of: id)
    }
}
