/// What is wrong with one field of a request.
struct FieldProblem: Codable, Sendable, Equatable {
    let field: String
    let message: String
    /// The row of an uploaded file, counted from 1 after the line with the names.
    var row: Int?
    /// The line on which that row begins, where it is known.
    var line: Int?

    // By hand because a place that does not exist is to be missing, not null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(field, forKey: .field)
        try container.encode(message, forKey: .message)
        if let row { try container.encode(row, forKey: .row) }
        if let line { try container.encode(line, forKey: .line) }
    }

    private enum CodingKeys: String, CodingKey { case field, message, row, line }
}

extension FieldProblem: Described {
    static let schema = JSONSchema.object(
        "FieldProblem",
        .init(name: "field", schema: .string.described("The name of a field or parameter.")),
        .init(name: "message", schema: .string.described("What is wrong with it.")),
        .init(
            name: "row", schema: .integer.described("The row of a file, from 1."),
            isRequired: false),
        .init(
            name: "line", schema: .integer.described("The line on which the row begins."),
            isRequired: false))
}
