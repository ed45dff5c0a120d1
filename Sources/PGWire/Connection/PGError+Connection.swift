import PGCore

extension PGError {
    static var taskCancelled: PGError {
        PGError(.cancelled, "the task was cancelled")
    }

    static var deadlinePassed: PGError {
        PGError(.deadlineExceeded, "the deadline passed")
    }

    static var connectionIsClosed: PGError {
        PGError(.connectionClosed, "the connection is closed")
    }

    /// Whether the server does not have, or may no longer use, a statement it had parsed: after
    /// DDL, DEALLOCATE, or a pooler's change of server.
    var meansStatementIsGone: Bool {
        sqlState == "26000" || (sqlState == "0A000" && server?.routine == "RevalidateCachedQuery")
    }

    /// Whether some column's type has no binary output function.
    var meansNoBinaryOutput: Bool {
        sqlState == "42883" && server?.routine == "getTypeBinaryOutputInfo"
    }
}
