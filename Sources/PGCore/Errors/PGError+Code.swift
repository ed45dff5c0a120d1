extension PGError {
    /// The kind of an error.
    ///
    /// The set is open: later versions and other modules add codes.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// A stable spelling, suitable as a metric label.
        public let rawValue: String

        /// Makes a code.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The stable spelling.
        public var description: String { rawValue }

        // MARK: The server's answer

        /// The server reported an error; see ``PGError/server`` and ``PGError/sqlState``.
        public static let server = Code(rawValue: "server")
        /// COMMIT ended in a rollback because an earlier statement had failed.
        public static let transactionRolledBack = Code(rawValue: "transactionRolledBack")
        /// The server started a protocol that this call cannot follow, such as COPY.
        public static let unsupportedResult = Code(rawValue: "unsupportedResult")

        /// A file could not be read or written.
        public static let fileFailed = Code(rawValue: "fileFailed")
        /// A change of the schema has overtaken a prepared statement inside a transaction.
        public static let statementOutdated = Code(rawValue: "statementOutdated")
        /// A statement of a batch was not run, because an earlier one had failed.
        public static let notRun = Code(rawValue: "notRun")

        // MARK: Connections and pools

        /// A connection could not be made.
        public static let connectionFailed = Code(rawValue: "connectionFailed")
        /// An open connection was lost; see ``PGError/execution``.
        public static let connectionLost = Code(rawValue: "connectionLost")
        /// The connection was closed by this program.
        public static let connectionClosed = Code(rawValue: "connectionClosed")
        /// The pool is closed or closing.
        public static let poolClosed = Code(rawValue: "poolClosed")
        /// No connection became free in time; the error says who holds them.
        public static let poolTimeout = Code(rawValue: "poolTimeout")
        /// Too many callers are waiting for a connection.
        public static let poolExhausted = Code(rawValue: "poolExhausted")
        /// A hook given to the pool failed; see ``PGError/underlying``.
        public static let poolHookFailed = Code(rawValue: "poolHookFailed")
        /// No server of a cluster has the role that was asked for.
        public static let noSuitableServer = Code(rawValue: "noSuitableServer")
        /// A statement that leaves traces on the connection was given to a shared one.
        public static let needsOwnConnection = Code(rawValue: "needsOwnConnection")
        /// A connection was used after it had gone back to its pool.
        public static let leaseEnded = Code(rawValue: "leaseEnded")
        /// A connection string, variable or setting is wrong.
        public static let invalidConfiguration = Code(rawValue: "invalidConfiguration")
        /// A blocking call was made on a thread that must not block.
        public static let blockingOnEventLoop = Code(rawValue: "blockingOnEventLoop")
        /// A transaction, stream or session was used after its end.
        public static let closed = Code(rawValue: "closed")
        /// A transaction or session was used by two tasks at once.
        public static let concurrentUse = Code(rawValue: "concurrentUse")

        // MARK: Time

        /// The task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// The deadline passed.
        public static let deadlineExceeded = Code(rawValue: "deadlineExceeded")

        // MARK: Parameters

        /// A Swift type does not go with the type the server inferred.
        public static let parameterMismatch = Code(rawValue: "parameterMismatch")
        /// A value does not fit the type the server inferred.
        public static let parameterOutOfRange = Code(rawValue: "parameterOutOfRange")
        /// There are more or fewer values than placeholders.
        public static let parameterCountMismatch = Code(rawValue: "parameterCountMismatch")

        // MARK: Rows

        /// A value could not be read as the requested type.
        public static let decodingFailed = Code(rawValue: "decodingFailed")
        /// A value is NULL and the requested type is not optional.
        public static let unexpectedNull = Code(rawValue: "unexpectedNull")
        /// The row has no column of that name.
        public static let columnNotFound = Code(rawValue: "columnNotFound")
        /// Several columns have the name that was asked for.
        public static let ambiguousColumn = Code(rawValue: "ambiguousColumn")
        /// The row has another number of columns than requested.
        public static let columnCountMismatch = Code(rawValue: "columnCountMismatch")
        /// The result has more or fewer rows than expected, or two of the same key.
        public static let rowCountMismatch = Code(rawValue: "rowCountMismatch")
    }
}
