import PGCore
public import PGWire

/// Brings a database's structure up to date, or back.
///
/// ```swift
/// try await Migrator(.url(url), directory: MigrationDirectory(path: "migrations")).up()
/// ```
///
/// One runner works at a time: an advisory lock sees to it, and others wait for it. Each migration
/// runs in a transaction together with the row that remembers it, unless its file says
/// `-- strata: no-transaction`. What is applied is kept in the table `strata_migrations`.
public struct Migrator: Sendable {
    /// How migrations are run.
    public struct Configuration: Sendable {
        /// How long to wait for another runner to end.
        public var lockWait = Duration.seconds(60)
        /// How long a statement may wait for a lock on a table; `nil` for the server's setting.
        ///
        /// A limit of a few seconds keeps a migration that waits for a long query from making all
        /// later queries wait behind it.
        public var lockTimeout: Duration?
        /// How long a statement may take; `nil` for the server's setting.
        public var statementTimeout: Duration?
        /// Whether a migration older than one already applied is applied rather than refused.
        public var allowsOutOfOrder = false
        /// How connections are made.
        public var connection = ConnectionConfiguration()

        /// Makes a configuration with the defaults.
        public init() {
            connection.applicationName = "strata migrate"
        }
    }

    /// The database.
    public let source: ConnectionConfiguration.Source
    /// The folder of the migrations.
    public let directory: MigrationDirectory
    /// How they are run.
    public let configuration: Configuration

    /// Makes a migrator; nothing is read or sent yet.
    public init(
        _ source: ConnectionConfiguration.Source = .environment,
        directory: MigrationDirectory = MigrationDirectory(),
        configuration: Configuration = Configuration()
    ) {
        self.source = source
        self.directory = directory
        self.configuration = configuration
    }

    /// Applies what is pending, and returns what was done.
    ///
    /// Cancelling the task stops the statement that is running; its migration is rolled back.
    ///
    /// - Parameters:
    ///   - target: The last version to apply, or `nil` for all.
    ///   - count: How many to apply at most, or `nil` for all.
    ///   - progress: Called as the run goes on.
    /// - Throws: ``MigrationError``; ``MigrationError/Code/statementFailed`` names the file and the
    ///   line, and migrations before the failed one stay applied.
    @discardableResult
    public func up(
        to target: Int? = nil, steps count: Int? = nil,
        progress: (MigrationEvent) -> Void = { _ in }
    ) async throws(MigrationError) -> MigrationPlan {
        let migrations = try directory.load()
        return try await run(progress) { ledger throws(MigrationError) in
            try MigrationPlan.up(
                migrations, ledger: ledger, to: target, steps: count,
                allowsOutOfOrder: configuration.allowsOutOfOrder)
        }
    }

    /// Reverts applied migrations, newest first; one unless told otherwise.
    ///
    /// - Parameters:
    ///   - target: The newest version to keep, 0 to revert all.
    ///   - count: How many to revert at most.
    ///   - progress: Called as the run goes on.
    /// - Throws: ``MigrationError``, as ``up(to:steps:progress:)`` does.
    @discardableResult
    public func down(
        to target: Int? = nil, steps count: Int? = nil,
        progress: (MigrationEvent) -> Void = { _ in }
    ) async throws(MigrationError) -> MigrationPlan {
        let migrations = try directory.load()
        return try await run(progress) { ledger throws(MigrationError) in
            try MigrationPlan.down(migrations, ledger: ledger, to: target, steps: count)
        }
    }

    private func run(
        _ progress: (MigrationEvent) -> Void,
        plan: ([LedgerEntry]) throws(MigrationError) -> MigrationPlan
    ) async throws(MigrationError) -> MigrationPlan {
        try await withConnection { guardian throws(MigrationError) in
            let lock = try await MigrationLock.acquire(
                on: guardian, within: configuration.lockWait
            ) { progress(.waitingForLock(holder: $0)) }
            let result = await outcome { () throws(MigrationError) in
                try await withConnection { work throws(MigrationError) in
                    let (ledger, entries) = try await openLedger(on: work)
                    let plan = try plan(entries)
                    let session = MigrationSession(
                        work: work, lock: lock, ledger: ledger, configuration: configuration)
                    try await session.run(plan, progress: progress)
                    return plan
                }
            }
            await Task { await lock.release() }.value
            return try result.get()
        }
    }

    private func openLedger(
        on connection: Connection
    ) async throws(MigrationError) -> (MigrationLedger, [LedgerEntry]) {
        do {
            let ledger = try await MigrationLedger.findOrCreate(on: connection)
            return (ledger, try await ledger.read(on: connection))
        } catch {
            throw MigrationError.ledger(error)
        }
    }

    /// Runs `body` with a connection that is closed afterwards.
    func withConnection<Value>(
        _ body: (Connection) async throws(MigrationError) -> Value
    ) async throws(MigrationError) -> Value {
        let connection: Connection
        do {
            connection = try await Connection.connect(
                source, configuration: configuration.connection)
        } catch {
            throw MigrationError.connecting(error)
        }
        let result = await outcome { () throws(MigrationError) in try await body(connection) }
        await connection.close()
        return try result.get()
    }

    private func outcome<Value>(
        _ body: () async throws(MigrationError) -> Value
    ) async -> Result<Value, MigrationError> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
