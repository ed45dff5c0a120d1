/// What is wrong with one field of a request.
struct FieldProblem: Codable, Sendable, Equatable {
    let field: String
    let message: String
}

extension FieldProblem: Described {
    static let schema = JSONSchema.object(
        "FieldProblem",
        .init(name: "field", schema: .string.described("The name of a field or parameter.")),
        .init(name: "message", schema: .string.described("What is wrong with it.")))
}
