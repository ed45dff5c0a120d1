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

    var beginStatement: String {
        var sql = "BEGIN"
        if let isolation { sql += " ISOLATION LEVEL \(isolation.rawValue)" }
        if let access { sql += (isolation == nil ? " " : ", ") + access.rawValue }
        if isDeferrable { sql += (isolation == nil && access == nil ? " " : ", ") + "DEFERRABLE" }
        return sql
    }
}
