extension PGError {
    /// Whether the statement may have taken effect although its call failed.
    ///
    /// An error that the server reported undid its statement, and a statement that was never sent
    /// did nothing. What remains is an answer that was lost or not waited for.
    public var mayHaveExecuted: Bool {
        if let execution { return execution == .mayHaveRun }
        if sqlState == .statementCompletionUnknown { return true }
        return [.connectionLost, .cancelled, .deadlineExceeded].contains(code)
    }

    /// Whether making the same call again may succeed, and cannot do its work twice.
    ///
    /// True of conflicts with other transactions, of a server that is starting, stopping or full, of
    /// a connection that could not be made or was lost before the statement was sent, and of a pool
    /// with no connection free. In a transaction, the whole transaction is what has to be made again;
    /// `withTransaction(retry:)` does.
    public var isRetryable: Bool {
        guard !mayHaveExecuted else { return false }
        if let sqlState { return sqlState.isTransient }
        return [.connectionFailed, .connectionLost, .poolTimeout, .poolExhausted].contains(code)
    }
}

extension SQLState {
    /// Whether the server's reason goes away by itself.
    fileprivate var isTransient: Bool {
        switch self {
        case .serializationFailure, .deadlockDetected, .lockNotAvailable, .tooManyConnections,
            .adminShutdown, .crashShutdown, .cannotConnectNow, .idleSessionTimeout,
            .idleInTransactionSessionTimeout:
            true
        case .protocolViolation: false
        default: isConnectionException
        }
    }
}
