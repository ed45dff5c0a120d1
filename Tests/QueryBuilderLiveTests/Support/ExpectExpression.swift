import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

/// Expects the exact SQL of a selected expression with its parameters, and the server's answers.
///
/// The text begins after SELECT and ends before FROM. The parameters follow it after a bar:
/// `lower($1) | 'A'`.
func expect<Scope, Output: RowDecodable & Equatable>(
    _ query: Select<Scope, Output>, _ text: String, returns expected: [Output],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let whole = query.sql.text.dropFirst("SELECT ".count)
    let end = whole.ranges(of: " FROM \"s\"").last?.lowerBound ?? whole.endIndex
    let actual = whole[..<end] + parameters(of: query.sql)
    #expect(actual == text, sourceLocation: sourceLocation)
    do {
        let rows = try await query.fetch(on: TestDatabase.pool)
        #expect(rows == expected, "\(actual)", sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, "\(actual)", sourceLocation: sourceLocation)
    }
}

/// Expects the exact SQL of a list of expressions and what the server answers for one row.
///
/// The expressions are selected from the table's row with the id 1.
struct ExpressionChecker<Row: Table> {
    let table: Row.Type
    let row: Predicate

    /// Expects one expression.
    func callAsFunction<Output: SQLExpression>(
        _ expression: Output, _ text: String, is expected: Output.Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws where Output.Value: Equatable {
        let query = Row.select { _ in expression }
        try await expect(
            query.where { _ in row }, text, returns: [expected], sourceLocation: sourceLocation)
    }
}

private func parameters(of statement: SQLStatement) -> String {
    guard !statement.parameters.isEmpty else { return "" }
    let values = statement.parameters.map { $0.isNull ? "NULL" : "'\($0.textRepresentation)'" }
    return " | " + values.joined(separator: ", ")
}
