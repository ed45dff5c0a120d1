public import PGCore

/// A statement that changes rows and returns none.
public protocol Command: Sendable {
    /// The statement that will be sent, with its parameters.
    var sql: SQLStatement { get }
}

extension Command {
    /// Runs the statement and returns the number of rows it changed.
    ///
    /// - Throws: What the executor throws, with the statement's text and the place of the call.
    @inlinable
    @discardableResult
    public func execute<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Int {
        let statement = sql
        do {
            return try await executor.execute(statement).affectedRows
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs the statement while blocking the calling thread, for scripts and command lines.
    ///
    /// - Throws: As ``execute(on:fileID:line:)`` does; `PGError.Code.blockingOnEventLoop` on a
    ///   thread that has to stay free to receive the answer.
    @available(*, noasync, message: "blocks the thread; use execute(on:) in asynchronous code")
    @inlinable
    @discardableResult
    public func executeBlocking<Executor: BlockingStatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) throws(PGError) -> Int {
        let statement = sql
        do {
            return try executor.executeBlocking(statement).affectedRows
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}
