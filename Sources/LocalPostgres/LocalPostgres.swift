import Synchronization

/// A Postgres server that this process starts from installed programs and stops again.
///
/// ```swift
/// let server = try await LocalPostgres.start(.durable(directory: ".strata/postgres"))
/// print(server.url)
/// try await server.stop()
/// ```
///
/// The server is stopped by ``stop()``, and by a watchdog when this value or this process goes away
/// without it, even when the process is killed. Started as root, the server runs under an
/// unprivileged account. Directories that were not made by this type are never touched.
public final class LocalPostgres: Sendable {
    /// The directory of the cluster, which also holds the server's log.
    public let directory: String

    /// The programs the server was started from.
    public let installation: PostgresInstallation

    /// Whether this value started the server.
    ///
    /// False when a server was already running on a durable directory: ``stop()`` leaves that one to
    /// the process that started it.
    public let isOwner: Bool

    let endpoint: Endpoint
    let stopTimeout: Duration
    private let running: Mutex<RunningServer?>

    /// The role that owns everything in the cluster.
    static let user = "postgres"

    init(
        directory: String, installation: PostgresInstallation, endpoint: Endpoint,
        running: RunningServer?, stopTimeout: Duration
    ) {
        self.directory = directory
        self.installation = installation
        self.endpoint = endpoint
        self.isOwner = running != nil
        self.running = Mutex(running)
        self.stopTimeout = stopTimeout
    }

    deinit {
        running.withLock { $0?.release() }
    }

    /// Starts a server, or finds the one already running on a durable directory.
    ///
    /// Returns when the server takes connections: after about a second for a new cluster, a tenth of
    /// one otherwise. The waiting happens on a thread of its own. When the task is cancelled, what was
    /// started is stopped again.
    ///
    /// - Parameter configuration: What to start; a throwaway server when left out.
    /// - Returns: The server, ready for connections.
    /// - Throws: ``LocalPostgresError`` with any code except
    ///   ``LocalPostgresError/Code/stopFailed``.
    public static func start(
        _ configuration: Configuration = .throwaway
    ) async throws(LocalPostgresError) -> LocalPostgres {
        let patience = Patience(configuration.startTimeout)
        let result = await withTaskCancellationHandler {
            do throws(LocalPostgresError) {
                return Result<LocalPostgres, LocalPostgresError>.success(
                    try await BlockingWork.run { () throws(LocalPostgresError) in
                        try ServerStart(configuration, patience: patience).run()
                    })
            } catch {
                return .failure(error)
            }
        } onCancel: {
            patience.cancel()
        }
        return try result.get()
    }

    /// Runs `body` with a server that is stopped afterwards, whether `body` returns or throws.
    ///
    /// - Parameters:
    ///   - configuration: What to start; a throwaway server when left out.
    ///   - body: What to do with the server.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or ``LocalPostgresError`` from starting or stopping.
    public static func withServer<Value>(
        _ configuration: Configuration = .throwaway,
        _ body: (LocalPostgres) async throws -> Value
    ) async throws -> Value {
        let server = try await start(configuration)
        let value: Value
        do {
            value = try await body(server)
        } catch {
            // The error of the body says more than one from stopping.
            try? await server.stop()
            throw error
        }
        try await server.stop()
        return value
    }

    /// Stops the server, if this value started it, and removes a throwaway cluster.
    ///
    /// Sessions are ended and durable data is written out. A server that has not stopped after the stop
    /// timeout stops immediately and recovers at its next start. Stopping twice does nothing; a second
    /// call waits for the first. Cancelling the task does not interrupt it.
    ///
    /// - Throws: ``LocalPostgresError`` with the code ``LocalPostgresError/Code/stopFailed`` or
    ///   ``LocalPostgresError/Code/directoryUnusable``.
    public func stop() async throws(LocalPostgresError) {
        try await BlockingWork.run { () throws(LocalPostgresError) in
            try self.stopNow()
        }
    }

    private func stopNow() throws(LocalPostgresError) {
        try running.withLock { running throws(LocalPostgresError) in
            guard let server = running else { return }
            running = nil
            try server.stop(timeout: stopTimeout)
        }
    }

    func withRunning(_ body: (RunningServer?) -> Void) {
        running.withLock { body($0) }
    }

    func replaceRunning(
        _ body: (RunningServer) throws(LocalPostgresError) -> RunningServer
    ) throws(LocalPostgresError) {
        try running.withLock { running throws(LocalPostgresError) in
            guard let server = running else { return }
            running = try body(server)
        }
    }
}
