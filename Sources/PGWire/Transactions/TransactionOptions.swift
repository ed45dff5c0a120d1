/// What a transaction sees of others that run at the same time.
///
/// See "Transaction Isolation" in the PostgreSQL manual.
public enum IsolationLevel: String, Sendable, CaseIterable {
    /// Each statement sees what was committed before it began. The server's usual default.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first one began.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after another; may fail with a serialization failure.
    case serializable = "SERIALIZABLE"
}

/// Whether a transaction may write.
public enum AccessMode: String, Sendable, CaseIterable {
    /// It may.
    case readWrite = "READ WRITE"
    /// It may not.
    case readOnly = "READ ONLY"
}

/// How to begin a transaction.
struct TransactionOptions: Sendable {
    var isolation: IsolationLevel?
    var access: AccessMode?
    var isDeferrable = false

    /// What to send to begin, when the task has this deadline, and statements this time limit.
    ///
    /// The server is told of both too, in case this program can no longer tell it to stop: a
    /// second late, so that the program's own cancelling comes first, and never beyond a timeout
    /// that is set already.
    func openings(
        before deadline: ContinuousClock.Instant?, limit: Duration? = nil
    ) -> [String] {
        var longest = limit
        if let deadline {
            let remaining = max(.zero, ContinuousClock.now.duration(to: deadline))
            longest = min(remaining, limit ?? remaining)
        }
        guard let longest else { return [beginStatement] }
        let milliseconds = ServerTimeout.milliseconds(longest + ServerTimeout.margin)
        return [
            beginStatement,
            """
            SELECT pg_catalog.set_config('statement_timeout', '\(milliseconds)', true) \
            WHERE pg_catalog.current_setting('statement_timeout')::pg_catalog.interval \
            NOT BETWEEN '1 microsecond' AND '\(milliseconds) milliseconds'
            """,
        ]
    }

    var beginStatement: String {
        var sql = "BEGIN"
        if let isolation { sql += " ISOLATION LEVEL \(isolation.rawValue)" }
        if let access { sql += (isolation == nil ? " " : ", ") + access.rawValue }
        if isDeferrable { sql += (isolation == nil && access == nil ? " " : ", ") + "DEFERRABLE" }
        return sql
    }
}

/// How the server is told of a time limit: so that it stops even when nobody can tell it to.
enum ServerTimeout {
    /// How much later than the client the server stops a statement.
    static let margin = Duration.seconds(1)

    /// The limit as `statement_timeout` takes it: at least 1, since 0 means none.
    static func milliseconds(_ limit: Duration) -> Int32 {
        Int32(clamping: max(1, Int64(limit / .milliseconds(1))))
    }
}
