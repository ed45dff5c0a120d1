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

    /// Whether the server has no prepared statement of this name: after DEALLOCATE, or when a pooler
    /// has changed the server.
    func meansIsGone(_ form: StatementForm) -> Bool {
        sqlState == "26000" && form.isNamed && message.contains(form.name)
    }

    /// Whether the server has a prepared statement of this name already: a pooler has changed the
    /// server.
    func meansIsTaken(_ form: StatementForm) -> Bool {
        sqlState == "42P05" && form.isNamed && message.contains(form.name)
    }

    /// Whether a prepared statement would return other columns now than when it was parsed.
    var meansPlanIsOutdated: Bool {
        sqlState == "0A000" && server?.routine == "RevalidateCachedQuery"
    }

    /// Whether a prepared statement relies on something that is gone, or never came to be, since the
    /// transaction that made it was rolled back: the server looks for it by a number it has not got.
    ///
    /// The server does not translate this message.
    var meansPartIsGone: Bool {
        sqlState == "XX000" && message.hasPrefix("cache lookup failed")
    }

    /// Whether a change of the schema may be the cause: the statement does not go with the types
    /// that were right when it was described.
    var mayMeanSchemaChanged: Bool {
        guard let state = sqlState?.rawValue else { return false }
        switch state {
        case "42501", "42P05": return false
        // A malformed value; "cache lookup failed" for a type that is gone.
        case "22P03", "XX000": return true
        default: return state.hasPrefix("42")
        }
    }

    /// Whether some column's type has no binary output function.
    var meansNoBinaryOutput: Bool {
        sqlState == "42883" && server?.routine == "getTypeBinaryOutputInfo"
    }
}
