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
        let connected = try await Connector(parameters, configuration, statements).connect()
        guard let handle = connected.take() else { throw .connectionIsClosed }
        let connection = Connection(
            handle, on: loop, configuration: configuration, statements: statements, logger: logger)
        await connection.open()
        try await connection.requireReadableText()
        return connection
    }

    /// Makes the text representations of dates and intervals the ones the codecs read.
    func requireReadableText() async throws(PGError) {
        var settings: [String] = []
        if parameterStatus("DateStyle")?.hasPrefix("ISO") != true {
            settings.append("DateStyle = ISO")
        }
        if parameterStatus("IntervalStyle") != "postgres" {
            settings.append("IntervalStyle = postgres")
        }
        for setting in settings {
            do throws(PGError) {
                _ = try await perform(.once("SET \(setting)"), text: "SET \(setting)")
            } catch {
                close()
                throw error
            }
        }
    }
}

extension Logger {
    /// A logger that says nothing, for users who gave none.
    static var silent: Logger {
        Logger(label: "strata") { _ in SwiftLogNoOpLogHandler() }
    }
}
