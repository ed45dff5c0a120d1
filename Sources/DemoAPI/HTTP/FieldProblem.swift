/// What is wrong with one field of a request.
struct FieldProblem: Codable, Sendable, Equatable {
    let field: String
    let message: String
}
