import QueryBuilder
import Testing

/// Compares a statement's exact text and its parameters, as the server would read them.
func expectSQL(
    _ statement: SQLStatement, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(statement.text == text, sourceLocation: sourceLocation)
    #expect(
        statement.parameters.map(described) == parameters.map(described),
        sourceLocation: sourceLocation)
}

/// Compares the statement of a query, whether its text is rendered or found by its shape.
func expectSQL(
    _ query: some Query, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    for statement in renderings(of: query) {
        expectSQL(statement, text, parameters, sourceLocation: sourceLocation)
    }
}

/// Compares the statement of a command, whether its text is rendered or found by its shape.
func expectSQL(
    _ command: some Command, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    for statement in renderings(of: command) {
        expectSQL(statement, text, parameters, sourceLocation: sourceLocation)
    }
}

/// The query's statement twice with the cache of texts, and once without it.
func renderings(of query: some Query) -> [SQLStatement] {
    let plain =
        (query as? any SelectQuery)?.completeStatement.rendered(in: nil)
        ?? (query as? any ReturningQuery)?.statement.rendered(in: nil)
    return [query.sql, query.sql] + (plain.map { [$0] } ?? [])
}

/// The command's statement twice with the cache of texts, and once without it.
func renderings(of command: some Command) -> [SQLStatement] {
    let plain = (command as? any ReturningCommand)?.statement.rendered(in: nil)
    return [command.sql, command.sql] + (plain.map { [$0] } ?? [])
}

/// What RETURNING leaves, whatever its types.
private protocol ReturningQuery {
    var statement: ChangeStatement { get }
}

extension Returning: ReturningQuery {}

/// Compares an expression on its own.
func expectSQL(
    _ expression: some SQLExpression, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectSQL("\(expression)" as SQLStatement, text, parameters, sourceLocation: sourceLocation)
}

/// Text and NULL are told apart; the Swift type does not reach the server.
func described(_ value: any ParameterEncodable) -> String {
    value.isNull ? "NULL" : "'\(value.textRepresentation)'"
}
