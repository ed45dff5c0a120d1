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
    let actual = selected(query.sql)
    #expect(actual == text, sourceLocation: sourceLocation)
    do {
        let rows = try await query.fetch(on: TestDatabase.pool)
        #expect(rows == expected, "\(actual)", sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, "\(actual)", sourceLocation: sourceLocation)
    }
}

/// Expects the exact SQL of expressions and what the server answers for one row.
struct ExpressionChecker<Row: Table> {
    let table: Row.Type
    let row: Predicate

    /// Expects one expression.
    func callAsFunction<Output: SQLExpression>(
        _ expression: Output, _ text: String, is expected: Output.Value.Base?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws where Output.Value.Base: Equatable {
        let query = Row.select { _ in expression }.where { _ in row }
        let actual = selected(query.sql)
        #expect(actual == text, sourceLocation: sourceLocation)
        do {
            let rows = try await query.fetch(on: TestDatabase.pool)
            #expect(rows.count == 1, "\(actual)", sourceLocation: sourceLocation)
            let value = rows.first.flatMap { ($0 as Any) as? Output.Value.Base }
            #expect(value == expected, "\(actual)", sourceLocation: sourceLocation)
        } catch {
            Issue.record(error, "\(actual)", sourceLocation: sourceLocation)
        }
    }
}

/// What stands between SELECT and FROM, and the parameters.
private func selected(_ statement: SQLStatement) -> String {
    let whole = statement.text.dropFirst("SELECT ".count)
    let end = whole.ranges(of: " FROM \"s\"").last?.lowerBound ?? whole.endIndex
    guard !statement.parameters.isEmpty else { return String(whole[..<end]) }
    let values = statement.parameters.map { $0.isNull ? "NULL" : "'\($0.textRepresentation)'" }
    return whole[..<end] + " | " + values.joined(separator: ", ")
}
