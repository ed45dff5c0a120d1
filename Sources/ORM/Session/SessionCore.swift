import PGCore
import PGWire

/// What a ``Session`` does, over any source of connections.
///
/// Name the type ``Session``; this one exists so that tests can put something else in the pool's
/// place.
public class SessionCore<Source: SessionSource> {
    /// How the session behaves.
    public let configuration: SessionConfiguration

    @usableFromInline let state: SessionState
    let use = UseGuard()
    private let source: Source
    private var connection: Source.Connection?
    /// Whether a transaction was begun on the connection.
    private var hasBegun = false
    /// What was asked for one instance at a time in this transaction.
    var singles = NPlusOneCounter()
    /// Whether nothing but the session's own questions was sent in this transaction: then nobody
    /// can tell when it ends.
    private var hasOnlyRead = true
    /// Whether a statement failed, so that the server refuses everything until a rollback.
    var hasFailed = false

    /// Makes a session; nothing is sent before the first statement.
    public init(_ source: Source, configuration: SessionConfiguration = SessionConfiguration()) {
        self.source = source
        self.configuration = configuration
        state = SessionState(configuration.identity, configuration.hooks)
    }

    deinit {
        if !isClosed { state.end() }
        guard let connection else { return }
        let source = self.source
        // Nobody closed the session: the source undoes what is open.
        Task { await source.release(connection) }
    }

    @usableFromInline
    func beginUse(_ name: StaticString, _ fileID: String, _ line: UInt) throws(PGError) {
        try use.begin(name, fileID, line)
    }

    @usableFromInline
    func endUse() {
        use.end()
    }

    /// Whether a transaction is open, which is so from the first statement, or from the first one that
    /// needs it, to the end of the transaction: see ``SessionConfiguration/begins``.
    public var isInTransaction: Bool { hasBegun }

    /// Whether nothing is open that a single statement would have to be a part of.
    var sparesTransaction: Bool { configuration.sparesTransactions && !hasBegun }

    /// Whether the session has ended.
    public var isClosed: Bool { use.isClosed }

    /// Writes a warning where the source's warnings go.
    func report(_ warning: PGError) {
        source.report(warning)
    }

    // MARK: Sending

    /// Runs one statement in the session's transaction, which it begins if there is none.
    ///
    /// - Parameters:
    ///   - statement: The statement.
    ///   - isReading: Whether it is a question of the session's own that locks no rows.
    ///   - isAlone: Whether it is all that is to be committed.
    @usableFromInline
    func send(
        _ statement: SQLStatement, isReading: Bool = false, isAlone: Bool = false
    ) async throws(PGError) -> Source.Connection.Rows {
        let isSpared = isAlone || isSpared([statement], isReading: isReading)
        if isSpared, let rows = try await sendShared(statement, isReading: isReading) {
            return rows
        }
        let connection = try await begin(sparing: isSpared)
        if !isReading { noteOther([statement]) }
        do throws(PGError) {
            return try await connection.execute(statement)
        } catch {
            await noteFailure(error, isReading, on: connection)
            throw error.inStatement(statement.text)
        }
    }

    /// Runs a statement that is a transaction by itself, without borrowing a connection; `nil` when
    /// there has to be one.
    private func sendShared(
        _ statement: SQLStatement, isReading: Bool
    ) async throws(PGError) -> Source.Connection.Rows? {
        guard connection == nil, let shared = source.shared else { return nil }
        try requireUsable()
        if !isReading { state.note(statement) }
        do throws(PGError) {
            return try await shared.execute(statement)
        } catch {
            // Something in it, a function that changes settings say, wants a connection.
            if error.code == .needsOwnConnection, error.execution != .mayHaveRun { return nil }
            throw error.inStatement(statement.text)
        }
    }

    /// Runs several statements in the session's transaction in one round trip.
    ///
    /// - Throws: The error of the statement that failed, with its place in `PGError.row`; those
    ///   behind it have not run.
    func sendAll(
        _ statements: [SQLStatement], areReading: Bool = false, isAlone: Bool = false
    ) async throws(PGError) -> [Source.Connection.Rows] {
        guard statements.count > 1 else {
            guard let statement = statements.first else { return [] }
            do throws(PGError) {
                return [try await send(statement, isReading: areReading, isAlone: isAlone)]
            } catch {
                throw error.inRow(0)
            }
        }
        let connection = try await begin(sparing: isSpared(statements, isReading: areReading))
        if !areReading { noteOther(statements) }
        do throws(PGError) {
            return try await source.executeAll(statements, on: connection)
        } catch {
            await noteFailure(error, areReading, on: connection)
            guard let place = error.row, statements.indices.contains(place) else { throw error }
            throw error.inStatement(statements[place].text)
        }
    }

    /// Whether statements can be without a transaction; a query inside of one may lock rows, too.
    private func isSpared(_ statements: [SQLStatement], isReading: Bool) -> Bool {
        sparesTransaction && isReading && !statements.contains { $0.mayLock }
    }

    /// Returns the session's connection, with a transaction unless what is sent is spared it.
    private func begin(sparing isSpared: Bool = false) async throws(PGError) -> Source.Connection {
        try requireUsable()
        // Nobody else gives it back meanwhile.
        let connection = if let held = connection.take() { held } else { try await source.lease() }
        do throws(PGError) {
            try requireOpen()
            if !hasBegun, !isSpared { try await begin(on: connection) }
        } catch {
            await source.release(connection)
            throw error
        }
        self.connection = connection
        return connection
    }

    private func begin(on connection: Source.Connection) async throws(PGError) {
        try await source.begin(configuration.beginStatement, on: connection)
        if let schema = configuration.schema {
            _ = try await connection.execute(.lookingFirst(in: schema))
        }
        try requireOpen()
        hasBegun = true
    }

    private func noteFailure(
        _ error: PGError, _ isReading: Bool, on connection: Source.Connection
    ) async {
        source.note(error, on: connection)
        if isReading, !hasBegun {
            // Nothing is lost with it; the connection may be.
            await endTransaction()
        } else if !error.isBeforeSending {
            hasFailed = true
        }
    }

    /// Notes what is no mere question of the session's own.
    private func noteOther(_ statements: [SQLStatement]) {
        hasOnlyRead = false
        for statement in statements { state.note(statement) }
    }

    private func requireUsable() throws(PGError) {
        guard !hasFailed else {
            throw PGError(
                .transactionRolledBack,
                "an earlier statement failed, and the server refuses everything until a rollback",
                hint: "Call rollback(), or put what may fail into withSavepoint")
        }
        try requireOpen()
    }

    /// A call that was under way when the session ended must not go on.
    func requireOpen() throws(PGError) {
        if isClosed { throw PGError(.closed, "the session ended while the call was under way") }
    }

    /// Sends a statement about the transaction itself, if there is one.
    func control(_ statement: SQLStatement) async throws(PGError) {
        guard hasBegun, let connection else { return }
        hasOnlyRead = false
        do throws(PGError) {
            try await source.control(statement, on: connection)
        } catch {
            hasFailed = true
            source.note(error, on: connection)
            throw error.inStatement(statement.text)
        }
    }

    /// Copies rows in the session's transaction, if the source has a connection for that; `nil` if
    /// not.
    func withCopying(
        _ body: (PGWire.Connection) async throws -> Int
    ) async throws -> Int? {
        let own = try await begin()
        guard let connection = source.copying(on: own) else { return nil }
        hasOnlyRead = false
        state.writes += 1
        do {
            return try await body(connection)
        } catch {
            // Whatever it was, the server has given the transaction up.
            hasFailed = true
            if let error = error as? PGError { source.note(error, on: own) }
            throw error
        }
    }

    /// Begins a transaction for what has to be inside one.
    func beginIfNeeded() async throws(PGError) {
        _ = try await begin()
    }

    /// Gives the connection back.
    func endTransaction() async {
        guard let connection = letGoOfConnection() else { return }
        await source.release(connection)
    }

    /// Rolls back and gives the connection back; a failure is no news, since the source undoes
    /// whatever is still open.
    func undoTransaction() async {
        if !hasBegun {
            await endTransaction()
        } else if hasOnlyRead, !hasFailed {
            guard let connection = letGoOfConnection() else { return }
            await source.releaseEndingRead(connection)
        } else {
            try? await control("ROLLBACK")
            await endTransaction()
        }
    }

    private func letGoOfConnection() -> Source.Connection? {
        hasFailed = false
        hasOnlyRead = true
        hasBegun = false
        singles.reset()
        return connection.take()
    }
}

@available(*, unavailable)
extension SessionCore: Sendable {}

extension SessionConfiguration {
    var beginStatement: SQLStatement {
        var modes: [String] = []
        if let isolation { modes.append("ISOLATION LEVEL \(isolation.rawValue)") }
        if let access { modes.append(access.rawValue) }
        if isDeferrable { modes.append("DEFERRABLE") }
        var statement: SQLStatement = "BEGIN"
        if !modes.isEmpty { statement.append(raw: " " + modes.joined(separator: ", ")) }
        return statement
    }
}

extension SQLStatement {
    /// Looks for tables in a schema first, until the end of the transaction.
    static func lookingFirst(in schema: String) -> SQLStatement {
        let name = SQLIdentifier.quote(schema)
        return """
            SELECT set_config('search_path', \(name) || ', ' || current_setting('search_path'), true)
            """
    }
}

extension PGError {
    /// Whether the server never saw the statement, so that the transaction is as it was.
    fileprivate var isBeforeSending: Bool {
        switch code {
        case .parameterMismatch, .parameterOutOfRange, .parameterCountMismatch: true
        default: execution == .notSent
        }
    }
}
