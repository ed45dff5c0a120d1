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

/// Compares the statement of a query.
func expectSQL(
    _ query: some Query, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectSQL(query.sql, text, parameters, sourceLocation: sourceLocation)
}

/// Compares the statement of a command.
func expectSQL(
    _ command: some Command, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectSQL(command.sql, text, parameters, sourceLocation: sourceLocation)
}

/// Compares an expression on its own.
func expectSQL(
    _ expression: some SQLExpression, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectSQL("\(expression)" as SQLStatement, text, parameters, sourceLocation: sourceLocation)
}

/// Text and NULL are told apart; the Swift type does not reach the server.
private func described(_ value: any ParameterEncodable) -> String {
    value.isNull ? "NULL" : "'\(value.textRepresentation)'"
}
