import PGCore

extension Connection {
    /// A statement whose form is known, from when it is sent until its answer is looked at.
    struct Call {
        let request: Request
        let statement: CachedStatement
        let form: StatementForm
        let parameters: [any ParameterEncodable]
        /// Whether the connection had parsed the statement before: then nothing is left to learn.
        let isParsed: Bool
    }

    /// Runs a statement, and once more if it failed for what can be repaired.
    func run(
        _ statement: CachedStatement, _ parameters: [any ParameterEncodable]
    ) async throws(PGError) -> Rows {
        guard let call = try begin(statement, parameters) else {
            return try await runCarefully(statement, parameters, mayRepeat: true)
        }
        return try await conclude(call, await answer(to: call))
    }

    /// Sends a statement without asking anything first; `nil` when something has to be asked.
    @inline(__always)
    func begin(
        _ statement: CachedStatement, _ parameters: [any ParameterEncodable]
    ) throws(PGError) -> Call? {
        guard naming == .always, let form = statement.form, !form.needsCatalog else { return nil }
        let encoded = try encode(parameters, for: form)
        if known.hasExcess { freeExcess() }
        let isParsed = known.contains(form)
        let request = try begin(
            .execute(statement, form, encoded, format: form.resultFormat), text: form.text)
        return Call(
            request: request, statement: statement, form: form, parameters: parameters,
            isParsed: isParsed)
    }

    /// Waits for the answer, or for what the task's cancellation makes of it.
    @inline(__always)
    nonisolated func answer(to call: Call) async -> Request.Answer {
        await answer(to: call.request)
    }

    /// Makes rows of the answer, or runs the statement once more if it failed for what can be
    /// repaired.
    func conclude(_ call: Call, _ answer: Request.Answer) async throws(PGError) -> Rows {
        do throws(PGError) {
            return try await rows(of: call, answer)
        } catch {
            throw error.recording(call.parameters)
        }
    }

    private func rows(of call: Call, _ answer: Request.Answer) async throws(PGError) -> Rows {
        do throws(PGError) {
            let result = try answer.get()
            if !call.isParsed { checkColumns(of: call.form, call.statement, in: result) }
            if call.statement.hasAftermath {
                afterwards(call.statement.trace, call.statement.schemaChange)
            }
            if call.isParsed { return try rows(result, columns: call.form.columns) }
            let rows = try rows(result, columns: nil)
            return rows.lacksCatalog ? await completed(rows) : rows
        } catch {
            try await repair(call.statement, call.form, after: error)
        }
        return try await runCarefully(call.statement, call.parameters, mayRepeat: false)
    }
}

extension Connection {
    /// What is called in the loop's turn by code that is not the actor's.
    ///
    /// To enter the actor as other code does changes executors twice, and `assumeIsolated` asks the
    /// runtime at length what the thread's number tells: either costs as much as sending a statement.
    enum Entry {
        typealias Begin = @Sendable (Connection, SQLStatement, Bool) throws(PGError) -> Call?
        typealias IsOpen = @Sendable (Connection) -> Bool
        typealias Ready = @Sendable (Connection, PollInterest) -> Void

        // An actor's function differs from another in nothing but what the compiler lets call it.
        // Each caller makes sure that it has the loop's turn, which is what protects the actor.

        /// Sends a statement; `nil` when that takes more than one step.
        static let begin = unsafe unsafeBitCast(beginCall, to: Begin.self)
        /// Whether the connection can take statements.
        static let isOpen = unsafe unsafeBitCast(connectionIsOpen, to: IsOpen.self)
        /// Reads and writes what the socket is ready for.
        static let socketReady = unsafe unsafeBitCast(handleSocket, to: Ready.self)
    }
}

// Not methods, whose references the compiler wraps in closures that check the executor once more.

private func beginCall(
    on connection: isolated Connection, _ statement: SQLStatement, shared: Bool
) throws(PGError) -> Connection.Call? {
    guard connection.observation == nil else { return nil }
    if shared { connection.isShared = true }
    let cached = try connection.admit(statement.text, shared: shared)
    do throws(PGError) {
        return try connection.begin(cached, statement.parameters)
    } catch {
        throw error.recording(statement.parameters)
    }
}

private func connectionIsOpen(_ connection: isolated Connection) -> Bool {
    connection.isOpen
}

private func handleSocket(of connection: isolated Connection, _ ready: PollInterest) {
    connection.socketReady(ready)
}
