/// An error from finding, starting or stopping a local Postgres server.
///
/// Compare ``code`` to react to one kind of failure. ``message`` names the thing at fault and ``hint``
/// says what to do about it. No field ever holds a password.
public struct LocalPostgresError: Error, Sendable {
    /// The kind of failure.
    public let code: Code

    /// What went wrong, naming the directory, port or program at fault.
    public let message: String

    /// What to do about it, when something can be done.
    public let hint: String?

    /// The last lines of the server's log, when the server itself reported the failure.
    public let serverLog: [String]

    init(_ code: Code, _ message: String, hint: String? = nil, serverLog: [String] = []) {
        self.code = code
        self.message = message
        self.hint = hint
        self.serverLog = serverLog
    }
}

extension LocalPostgresError: CustomStringConvertible {
    /// The message, the hint and the end of the server's log.
    public var description: String {
        var lines = [message]
        if let hint {
            lines.append(hint)
        }
        if !serverLog.isEmpty {
            lines.append("The end of the server's log:")
            lines += serverLog.map { "    " + $0 }
        }
        return lines.joined(separator: "\n")
    }
}

extension LocalPostgresError {
    /// The kind of failure; later versions may add kinds, so a `switch` needs a `default`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String {
            case serverNotFound, noServerAccount, directoryNotOurs, directoryUnusable
            case versionMismatch, portUnavailable, runningDifferently, busy
            case initializationFailed, startFailed, timedOut, stopFailed, cancelled
        }

        private let name: Name

        /// The name of the code, fit for a log or a metric label.
        public var description: String { name.rawValue }

        /// No Postgres server programs were found on this machine.
        public static let serverNotFound = Code(name: .serverNotFound)

        /// Running as root, and there is no account or no program to run the server unprivileged.
        public static let noServerAccount = Code(name: .noServerAccount)

        /// The directory has contents that `LocalPostgres` did not make; nothing was changed.
        public static let directoryNotOurs = Code(name: .directoryNotOurs)

        /// A directory or file could not be read, created or changed.
        public static let directoryUnusable = Code(name: .directoryUnusable)

        /// The cluster was made by a major version of Postgres that is not installed.
        public static let versionMismatch = Code(name: .versionMismatch)

        /// The requested TCP port is taken or may not be used.
        public static let portUnavailable = Code(name: .portUnavailable)

        /// A server already runs on the directory, but does not listen where it was asked to.
        public static let runningDifferently = Code(name: .runningDifferently)

        /// Another process held the cluster's lock for longer than the start timeout.
        public static let busy = Code(name: .busy)

        /// `initdb` could not make the cluster.
        public static let initializationFailed = Code(name: .initializationFailed)

        /// The server exited while it was starting.
        public static let startFailed = Code(name: .startFailed)

        /// The server was not ready in time; it was stopped again.
        public static let timedOut = Code(name: .timedOut)

        /// The server could not be stopped.
        public static let stopFailed = Code(name: .stopFailed)

        /// The task that was starting the server was cancelled; what it started was stopped.
        public static let cancelled = Code(name: .cancelled)
    }
}
