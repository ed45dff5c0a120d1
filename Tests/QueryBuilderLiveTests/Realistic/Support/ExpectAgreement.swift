import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

/// Expects a query's exact text, laid out, with its parameters, and of its rows that they are those
/// of SQL written by hand: every value, and their order where there is one.
func expectAgreement<Source: Query>(
    _ query: Source, _ text: String, _ parameters: [any ParameterEncodable] = [],
    with written: SQLStatement, sorted: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    expectText(query.sql, text, parameters, sourceLocation: sourceLocation)
    let pool = try TestDatabase.pool
    let built = try await query.fetch(on: pool).map { "\($0)" }
    let expected = try query.decode(try await pool.execute(written)).map { "\($0)" }
    #expect(!built.isEmpty, sourceLocation: sourceLocation)
    #expect(
        sorted ? built == expected : built.sorted() == expected.sorted(),
        sourceLocation: sourceLocation)
}

/// Expects a change's exact text, and that it touches as many rows as the SQL written by hand and
/// leaves the tables as that does, each in a transaction of its own.
func expectSameChange(
    _ command: some Command, _ text: String, _ parameters: [any ParameterEncodable] = [],
    as written: SQLStatement, leaving tables: [SQLStatement],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    expectText(command.sql, text, parameters, sourceLocation: sourceLocation)
    let before = try await state(of: tables) { _ in 0 }
    let built = try await state(of: tables) { try await command.execute(on: $0) }
    let expected = try await state(of: tables) { try await $0.execute(written).affectedRows }
    #expect(built.result > 0, sourceLocation: sourceLocation)
    #expect(built.result == expected.result, sourceLocation: sourceLocation)
    #expect(built.tables != before.tables, sourceLocation: sourceLocation)
    #expect(built.tables == expected.tables, sourceLocation: sourceLocation)
}

/// The same of a change that returns rows: they are compared, too.
func expectSameChange<Source: Query>(
    returning query: Source, _ text: String, _ parameters: [any ParameterEncodable] = [],
    as written: SQLStatement, leaving tables: [SQLStatement],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    expectText(query.sql, text, parameters, sourceLocation: sourceLocation)
    let before = try await state(of: tables) { _ in [String]() }
    let built = try await state(of: tables) { connection in
        try await query.fetch(on: connection).map { "\($0)" }.sorted()
    }
    let expected = try await state(of: tables) { connection in
        try query.decode(try await connection.execute(written)).map { "\($0)" }.sorted()
    }
    #expect(!built.result.isEmpty, sourceLocation: sourceLocation)
    #expect(built.result == expected.result, sourceLocation: sourceLocation)
    #expect(built.tables != before.tables, sourceLocation: sourceLocation)
    #expect(built.tables == expected.tables, sourceLocation: sourceLocation)
}

/// Runs a change, reads the tables, and takes the change back.
private func state<Result: Sendable>(
    of tables: [SQLStatement], after change: (Connection) async throws -> Result
) async throws -> (result: Result, tables: [[String]]) {
    try await TestDatabase.pool.withConnection { connection in
        try await connection.query("BEGIN")
        let result = try await change(connection)
        var contents: [[String]] = []
        for table in tables {
            contents.append(try await connection.query(table).decode(String.self))
        }
        try await connection.query("ROLLBACK")
        return (result, contents)
    }
}

private func expectText(
    _ statement: SQLStatement, _ text: String, _ parameters: [any ParameterEncodable],
    sourceLocation: SourceLocation
) {
    #expect(statement.prettyText == text, sourceLocation: sourceLocation)
    expectSQL(statement, statement.text, parameters, sourceLocation: sourceLocation)
}
