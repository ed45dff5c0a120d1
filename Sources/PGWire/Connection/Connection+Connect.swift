public import Logging
public import PGCore

extension Connection {
    /// Makes a connection of its own, outside any pool.
    ///
    /// Close it with ``close()``.
    ///
    /// Cancelling the task ends the attempt.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration`; `PGError.Code.connectionFailed`, which names every
    ///   address tried with the server's words and SQLSTATE; `PGError.Code.deadlineExceeded` when the
    ///   task's deadline came first; `PGError.Code.cancelled`.
    public static func connect(
        _ source: ConnectionConfiguration.Source = .environment,
        configuration: ConnectionConfiguration = ConnectionConfiguration(), logger: Logger? = nil
    ) async throws(PGError) -> Connection {
        let parameters = try ConnectionParameters(source, configuration)
        // Static, and never empty: it holds at least one loop.
        let loop = EventLoop.shared.randomElement() ?? EventLoop()
        return try await connect(
            parameters, on: loop, configuration: configuration,
            statements: StatementCache(preparing: configuration.preparedStatements),
            logger: logger ?? .silent)
    }

    static func connect(
        _ parameters: ConnectionParameters, on loop: EventLoop,
        configuration: ConnectionConfiguration, statements: StatementCache, logger: Logger
    ) async throws(PGError) -> Connection {
        let connector = Connector(parameters, configuration, statements)
        let connected = try await connector.connect()
        guard let handle = connected.take() else { throw .connectionIsClosed }
        let connection = Connection(
            handle, on: loop, configuration: configuration, statements: statements, logger: logger)
        await connection.open()
        guard await !connection.settingsToMake.isEmpty else { return connection }
        do throws(PGError) {
            try await withTaskCancellationHandler {
                await connection.makeSettings(by: connector.deadline)
            } onCancel: {
                loop.execute { connection.assumeIsolated { $0.connectionLost(.taskCancelled) } }
            }.get()
        } catch {
            await connection.close()
            guard error.code == .deadlineExceeded, !connector.isTaskDeadline else { throw error }
            throw PGError(.connectionFailed, "the server did not answer in time")
                .executed(.notSent)
        }
        return connection
    }

    /// What the session has to be told before it is used: to write dates and intervals in the way the
    /// codecs read, and when to give statements up.
    var settingsToMake: [String] {
        var settings: [String] = []
        if parameterStatus("DateStyle")?.hasPrefix("ISO") != true {
            settings.append("DateStyle = ISO")
        }
        if parameterStatus("IntervalStyle") != "postgres" {
            settings.append("IntervalStyle = postgres")
        }
        return settings
    }

    /// Tells the session so, whatever becomes of the task: half of it would be of no use.
    ///
    /// Bounded, since a connection that is only half made keeps its place in a pool.
    func makeSettings(by deadline: ContinuousClock.Instant) async -> Result<Void, PGError> {
        let answers = await executeAll(settingsToMake.map { "SET \($0)" }, by: deadline)
        for case .failure(let error) in answers { return .failure(error) }
        return .success(())
    }
}

extension Logger {
    /// A logger that says nothing, for users who gave none.
    static var silent: Logger {
        Logger(label: "strata") { _ in SwiftLogNoOpLogHandler() }
    }
}
