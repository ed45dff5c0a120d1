public import PGWire

/// Where sessions come from: a pool and how its sessions behave.
public struct Database: Sendable {
    /// The connections.
    public let pool: ConnectionPool

    /// How sessions behave unless they are asked for otherwise.
    public var configuration: SessionConfiguration

    /// Makes a database over a pool, which remains the caller's to close.
    public init(
        _ pool: ConnectionPool, configuration: SessionConfiguration = SessionConfiguration()
    ) {
        self.pool = pool
        self.configuration = configuration
    }

    /// Runs `body` with a session, and ends the session.
    ///
    /// What `body` does not commit is rolled back, whether it returns or throws. It cannot return
    /// an instance of the session: return an entity's `snapshot`, or other values.
    ///
    /// - Throws: What `body` throws.
    public func withSession<Result>(
        configuration: SessionConfiguration? = nil,
        _ body: (Session) async throws -> sending Result
    ) async throws -> sending Result {
        let session = Session(pool, configuration: configuration ?? self.configuration)
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
        Session(pool, configuration: configuration ?? self.configuration)
    }
}
