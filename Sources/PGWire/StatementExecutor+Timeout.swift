public import PGCore

/// A time limit for one call.
///
/// These are functions of their own, so that calls without a limit pay nothing for them.
extension StatementExecutor {
    /// Runs a statement that may take at most `timeout`, the wait for a connection included.
    ///
    /// A statement that is still running then is stopped on the server, and the connection stays
    /// usable. The same as ``withDeadline(_:_:)`` around the call: the task's own deadline and
    /// ``ConnectionConfiguration/statementTimeout`` can only be shorter.
    ///
    /// - Throws: `PGError.Code.deadlineExceeded`, with `PGError.execution` saying whether the
    ///   statement may have had an effect; otherwise as `execute(_:)` does.
    public func execute(
        _ statement: SQLStatement, timeout: Duration
    ) async throws(PGError) -> Rows {
        try await within(timeout) { () async throws(PGError) in try await execute(statement) }
    }

    /// Runs a statement that may take at most `timeout`; the same as ``execute(_:timeout:)`` with the
    /// call's place in errors.
    ///
    /// - Throws: As ``execute(_:timeout:)`` does.
    @discardableResult
    public func query(
        _ statement: SQLStatement, timeout: Duration,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Rows {
        do throws(PGError) {
            return try await execute(statement, timeout: timeout)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// The same executor with a time limit for each of its statements.
    ///
    /// For everything that runs on an executor, such as queries of the other tiers:
    ///
    /// ```swift
    /// let users = try await pool.limited(to: .seconds(2)).query("SELECT …", into: User.self)
    /// ```
    public func limited(to timeout: Duration) -> LimitedExecutor<Self> {
        LimitedExecutor(base: self, timeout: timeout)
    }
}

/// An executor whose statements each have a time limit; see ``PGCore/StatementExecutor/limited(to:)``.
public struct LimitedExecutor<Base: StatementExecutor>: StatementExecutor {
    /// What runs the statements.
    public let base: Base
    /// How long each of them may take, the wait for a connection included.
    public let timeout: Duration

    /// Runs a statement within the time limit.
    ///
    /// - Throws: `PGError.Code.deadlineExceeded`; otherwise as the base does.
    public func execute(_ statement: SQLStatement) async throws(PGError) -> Base.Rows {
        try await base.execute(statement, timeout: timeout)
    }
}

extension LimitedExecutor: Sendable where Base: Sendable {}

extension LimitedExecutor: StreamingStatementExecutor
where Base: StreamingStatementExecutor, Base.Chunks == RowStream {
    /// Returns the statement's rows in chunks; the time limit is for all of it, counted from when the
    /// first chunk is asked for.
    public func stream(_ statement: SQLStatement, chunk: Int = 1000) -> RowStream {
        base.stream(statement, chunk: chunk).limited(to: timeout)
    }
}

/// Runs `body` under a deadline, keeping the type of what it throws.
func within<Result>(
    _ timeout: Duration, _ body: () async throws(PGError) -> Result
) async throws(PGError) -> Result {
    let outcome: Swift.Result<Result, PGError> = await withDeadline(timeout) {
        do throws(PGError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
    return try outcome.get()
}
