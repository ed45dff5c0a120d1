/// An executor that can also say how the server would run a statement.
public protocol ExplainingStatementExecutor: StatementExecutor {
    /// The server's plan as a tree.
    associatedtype ExplainPlan
    /// What is asked for.
    associatedtype ExplainOptions: ExplainOptionSet

    /// Returns the server's plan for a statement.
    ///
    /// - Throws: As ``StatementExecutor/execute(_:)`` does.
    func explain(
        _ statement: SQLStatement, _ options: ExplainOptions
    ) async throws(PGError) -> ExplainPlan
}

/// What an EXPLAIN asks for; by itself, for the estimates.
public protocol ExplainOptionSet: Sendable {
    /// Makes options that ask for the estimates.
    init()
}
