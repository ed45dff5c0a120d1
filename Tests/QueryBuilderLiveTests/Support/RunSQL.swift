import PGTestKit
import PGWire
import QueryBuilder
import Testing

/// Compares a query's exact text and parameters, and runs it on the test's server.
@discardableResult
func run<Source: Query>(
    _ query: Source, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> [Source.Element] {
    expectSQL(query, text, parameters, sourceLocation: sourceLocation)
    return try await query.fetch(on: TestDatabase.pool)
}

/// Compares a command's exact text and parameters, and runs it on the test's server.
@discardableResult
func run(
    _ command: some Command, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> Int {
    expectSQL(command, text, parameters, sourceLocation: sourceLocation)
    return try await command.execute(on: TestDatabase.pool)
}

let userColumns = #""users"."id", "users"."email", "users"."name", "users"."age""#
let postColumns =
    #""posts"."id", "posts"."author_id", "posts"."title", "posts"."note", "#
    + #""posts"."is_published""#
