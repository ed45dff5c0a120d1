public import PGCore

extension Query {
    /// Asks the server how it would run the query, as a tree.
    ///
    /// See "EXPLAIN" in the PostgreSQL manual.
    ///
    /// - Throws: What the executor throws, with the statement's text and the place of the call.
    public func explain<Executor: ExplainingStatementExecutor>(
        on executor: Executor, _ options: Executor.ExplainOptions = Executor.ExplainOptions(),
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Executor.ExplainPlan {
        let statement = sql
        do {
            return try await executor.explain(statement, options)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}

extension Command {
    /// Asks the server how it would run the command, as a tree.
    ///
    /// See "EXPLAIN" in the PostgreSQL manual.
    ///
    /// - Throws: What the executor throws, with the statement's text and the place of the call.
    public func explain<Executor: ExplainingStatementExecutor>(
        on executor: Executor, _ options: Executor.ExplainOptions = Executor.ExplainOptions(),
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Executor.ExplainPlan {
        let statement = sql
        do {
            return try await executor.explain(statement, options)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}
