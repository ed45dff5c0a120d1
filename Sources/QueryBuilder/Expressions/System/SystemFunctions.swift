public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// "System Information Functions and Operators" and "System Administration Functions" in the
// PostgreSQL manual.

/// The user whose permissions are checked.
public func currentUser() -> Expression<String> {
    Expression(SQLNode.text("CURRENT_USER").cast("text"))
}

/// The user who connected, unless a superuser changed it.
public func sessionUser() -> Expression<String> {
    Expression(SQLNode.text("SESSION_USER").cast("text"))
}

/// The database's name.
public func currentDatabase() -> Expression<String> {
    Expression(SQLNode.call("current_database").cast("text"))
}

/// The schema in which new objects are made; NULL when the search path names none.
public func currentSchema() -> Expression<String?> {
    Expression(SQLNode.call("current_schema").cast("text"))
}

/// The server's version in words.
public func serverVersion() -> Expression<String> { .call("version") }

/// The number of the server's process that serves this connection.
public func backendPID() -> Expression<Int> { .call("pg_backend_pid") }

/// The value of a run-time setting; NULL when there is none of that name.
public func currentSetting(_ name: some SQLOperand<String>) -> Expression<String?> {
    .call("current_setting", name.operandNode, .text("true"))
}

/// Sets a run-time setting, for the transaction or the session, and yields its value.
public func setConfig(
    _ name: some SQLOperand<String>, to value: some SQLOperand<String>, isLocal: Bool
) -> Expression<String> {
    .call("set_config", name.operandNode, value.operandNode, .text(isLocal ? "true" : "false"))
}

/// The transaction's number, which is assigned if it has none yet.
public func currentTransactionID() -> Expression<PGXID8> { .call("pg_current_xact_id") }

/// A random UUID.
public func randomUUID() -> Expression<UUID> { .call("gen_random_uuid") }

/// The size in words such as `8192 bytes` or `12 MB`.
public func sizePretty(_ bytes: some SQLOperand<Int>) -> Expression<String> {
    .call("pg_size_pretty", bytes.typedOperandNode)
}

extension SQLExpression where Value.Nullability: SQLResultTypes {
    /// The name of the type that the server takes the expression for.
    public func pgTypeof() -> Expression<String> {
        Expression(SQLNode.call("pg_typeof", node).cast("text"))
    }

    /// The number of bytes that the value takes where it is stored; NULL for NULL.
    public func columnSize() -> Expression<Value.Nullability.Integer> { call("pg_column_size") }
}

/// A lock that applications take by a number, held until the transaction ends.
public enum AdvisoryLock {
    /// Whether the lock was free, and is taken now.
    public static func tryTransaction(_ key: some SQLOperand<Int>) -> Predicate {
        .call("pg_try_advisory_xact_lock", key.typedOperandNode)
    }

    /// Whether the lock was free for sharing, and is taken now.
    public static func tryTransactionShared(_ key: some SQLOperand<Int>) -> Predicate {
        .call("pg_try_advisory_xact_lock_shared", key.typedOperandNode)
    }
}
