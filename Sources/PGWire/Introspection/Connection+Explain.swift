public import PGCore

/// What ``Connection/explain(_:_:)`` asks for.
public struct ExplainOptions: Sendable, Hashable {
    /// Whether the statement is run, to compare the estimates with what happens.
    public var runs = false
    /// Whether what the statement changes is undone afterwards, if it is run.
    public var rollsBack = true
    /// Whether the use of the server's cache is counted.
    public var countsBuffers = false
    /// Whether columns and qualified names are listed.
    public var isVerbose = false

    /// Makes options that ask for the estimates.
    public init() {}

    /// The estimates: nothing is run.
    public static let plan = ExplainOptions()

    /// Runs the statement with everything counted, and undoes what it changed.
    public static var analyze: ExplainOptions {
        var options = ExplainOptions()
        options.runs = true
        options.countsBuffers = true
        return options
    }

    var sql: SQLStatement {
        var sql: SQLStatement = "EXPLAIN (FORMAT JSON"
        if runs { sql.append(raw: ", ANALYZE") }
        if countsBuffers { sql.append(raw: ", BUFFERS") }
        if isVerbose { sql.append(raw: ", VERBOSE") }
        sql.append(raw: ") ")
        return sql
    }
}

extension Connection {
    /// Returns the server's plan for a statement.
    ///
    /// With ``ExplainOptions/analyze`` the statement is run. What it changed is undone, in a
    /// transaction or a savepoint of its own; what a sequence counted, or a function did elsewhere,
    /// is not.
    ///
    /// See "EXPLAIN" in the PostgreSQL manual.
    ///
    /// - Throws: As ``execute(_:)`` does.
    public func explain(
        _ statement: SQLStatement, _ options: ExplainOptions = .plan
    ) async throws(PGError) -> QueryPlan {
        var explained = options.sql
        explained.append(statement)
        guard options.runs, options.rollsBack else { return try await plan(explained) }
        let isNested = transactionStatus != .idle
        try await executeOnce(isNested ? "SAVEPOINT strata_explain" : "BEGIN", shieldedFrom: nil)
        let undo = isNested ? "ROLLBACK TO SAVEPOINT strata_explain" : "ROLLBACK"
        do throws(PGError) {
            let plan = try await plan(explained)
            try await executeOnce(undo, shieldedFrom: .cancellationAndDeadline)
            if isNested {
                try await executeOnce("RELEASE SAVEPOINT strata_explain", shieldedFrom: nil)
            }
            return plan
        } catch {
            do throws(PGError) {
                try await executeOnce(undo, shieldedFrom: .cancellationAndDeadline)
            } catch let second {
                // What cannot be rolled back must not be used again.
                close()
                throw error.suppressing(second)
            }
            throw error
        }
    }

    private func plan(_ statement: SQLStatement) async throws(PGError) -> QueryPlan {
        let rows = try await execute(statement)
        guard let plan = QueryPlan(json: try rows.one(String.self)) else {
            throw PGError(.unsupportedResult, "the server's plan could not be read")
                .inStatement(statement.text)
        }
        return plan
    }
}

extension ConnectionPool {
    /// Returns the server's plan for a statement.
    ///
    /// - Throws: As ``Connection/explain(_:_:)`` does, or as `withConnection(_:)` before that.
    public func explain(
        _ statement: SQLStatement, _ options: ExplainOptions = .plan
    ) async throws(PGError) -> QueryPlan {
        let connection = try await lease()
        do throws(PGError) {
            let plan = try await connection.explain(statement, options)
            await release(connection)
            return plan
        } catch {
            await release(connection)
            throw error
        }
    }
}

extension Transaction {
    /// Returns the server's plan for a statement, as this transaction would run it.
    ///
    /// - Throws: As ``Connection/explain(_:_:)`` does; `PGError.Code.closed` after the
    ///   transaction's end.
    public func explain(
        _ statement: SQLStatement, _ options: ExplainOptions = .plan
    ) async throws(PGError) -> QueryPlan {
        try requireOpen()
        return try await connection.explain(statement, options)
    }
}

extension ExplainOptions: ExplainOptionSet {}
extension Connection: ExplainingStatementExecutor {}
extension ConnectionPool: ExplainingStatementExecutor {}
extension Transaction: ExplainingStatementExecutor {}
