import PGCore
public import PGWire

/// Where sessions come from: a pool, or a cluster of a primary and its standbys, and how sessions
/// behave.
///
/// It may be kept in a global and used by any number of tasks at once, each with sessions of its own.
public struct Database: Sendable {
    private enum Origin {
        case pool(ConnectionPool)
        case cluster(Cluster)
    }

    private let origin: Origin

    /// How sessions behave unless they are asked for otherwise.
    public var configuration: SessionConfiguration

    /// What sessions run in instead of transactions of their own.
    var sandbox: Sandbox?

    /// Makes a database over a pool, which remains the caller's to close.
    public init(
        _ pool: ConnectionPool, configuration: SessionConfiguration = SessionConfiguration()
    ) {
        origin = .pool(pool)
        self.configuration = configuration
    }

    /// Makes a database over a cluster, which remains the caller's to close.
    ///
    /// Sessions with the access `AccessMode.readOnly` have a transaction on a standby, if one will
    /// do; all others on the primary. To read what was just committed, ask for the position and say
    /// so:
    ///
    /// ```swift
    /// let position = try await cluster.write.position()
    /// var reading = SessionConfiguration(access: .readOnly)
    /// reading.readsAfter = position
    /// try await database.withSession(configuration: reading) { session in … }
    /// ```
    public init(
        _ cluster: Cluster, configuration: SessionConfiguration = SessionConfiguration()
    ) {
        origin = .cluster(cluster)
        self.configuration = configuration
    }

    /// Where a session with this configuration gets its connection.
    func source(for configuration: SessionConfiguration) -> PoolSource {
        switch origin {
        case .pool(let pool): PoolSource(pool, in: sandbox)
        case .cluster(let cluster):
            PoolSource(
                cluster,
                for: configuration.access == .readOnly
                    ? .reading(after: configuration.readsAfter) : .writing,
                in: sandbox)
        }
    }

    /// Runs `body` with a session, and ends the session.
    ///
    /// What `body` does not commit is rolled back, whether it returns or throws. It cannot return
    /// an instance of the session: return an entity's `snapshot`, or other values.
    ///
    /// With `retry`, `body` runs again, with a fresh session, when it fails because of others: with
    /// a serialization failure or a deadlock, at a statement or at its commit, or with
    /// `PGError.Code.staleData`, which is the same found by a version. There is a growing, random
    /// pause in between. So that it can, let such an error leave `body`, and do nothing in it that
    /// is not undone with the transaction.
    ///
    /// ```swift
    /// try await database.withSession(isolation: .serializable, retry: .serializationFailures(max: 5)) {
    ///     session in
    ///     …
    ///     try await session.commit()
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - configuration: How the session behaves, instead of the database's configuration.
    ///   - isolation: The isolation level, instead of the configuration's.
    ///   - access: Whether the session may write, instead of the configuration's.
    ///   - deferrable: Whether a serializable, read-only transaction waits for a safe snapshot.
    ///   - retry: Which failures make `body` run again, and how often.
    ///   - body: What to do with the session.
    /// - Throws: What `body` throws at last. A cancelled task ends the pause with
    ///   `PGError.Code.cancelled`.
    public func withSession<Result>(
        configuration: SessionConfiguration? = nil, isolation: IsolationLevel? = nil,
        access: AccessMode? = nil, deferrable: Bool = false, retry: RetryPolicy = .never,
        _ body: (Session) async throws -> sending Result
    ) async throws -> sending Result {
        var configuration = configuration ?? self.configuration
        if let isolation { configuration.isolation = isolation }
        if let access { configuration.access = access }
        if deferrable { configuration.isDeferrable = true }
        var attempt = 1
        while true {
            do {
                return try await run(configuration, body)
            } catch let error as PGError where retry.allowsSession(error, attempt: attempt) {
                try await retry.waitBeforeAttempt(attempt, after: error)
                attempt += 1
            }
        }
    }

    private func run<Result>(
        _ configuration: SessionConfiguration, _ body: (Session) async throws -> sending Result
    ) async throws -> sending Result {
        let session = session(configuration: configuration)
        do {
            let result = try await body(session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    /// Returns a session to be kept; end it with `close()`.
    ///
    /// One that is dropped instead rolls back some time later.
    public func session(configuration: SessionConfiguration? = nil) -> sending Session {
        var configuration = configuration ?? self.configuration
        // What fails by itself would end the transaction that the sandbox's sessions share.
        if sandbox != nil { configuration.begins = .withFirstStatement }
        return Session(source(for: configuration), configuration: configuration)
    }
}

extension RetryPolicy {
    /// A lost race that a version found is no less a conflict than one that the server found.
    fileprivate func allowsSession(_ error: PGError, attempt: Int) -> Bool {
        if error.code == .staleData { return hasAttempt(after: attempt) }
        return allows(error, attempt: attempt)
    }
}
