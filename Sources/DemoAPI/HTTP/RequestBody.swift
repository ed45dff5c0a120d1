import Hummingbird

extension Request {
    /// Decodes the body, or says which field is of the wrong type.
    func body<Value: Decodable & Sendable>(
        as type: Value.Type, _ context: some RequestContext
    ) async throws -> Value {
        do {
            return try await context.requestDecoder.decode(type, from: self, context: context)
        } catch let error as DecodingError {
            throw APIError(malformed: error)
        }
    }
}

extension APIError {
    init(malformed error: DecodingError) {
        switch error {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            self.init(context.codingPath, "must be \(Self.name(of: type))")
        case .dataCorrupted(let context):
            self.init(context.codingPath, "does not fit")
        default:
            self.init([], "")
        }
    }

    private init(_ path: [any CodingKey], _ problem: String) {
        let field = path.map(\.stringValue).joined(separator: ".")
        guard !field.isEmpty else {
            self = .malformed("the body must be a JSON object")
            return
        }
        self = .malformed(
            "a field of the body has the wrong type",
            [FieldProblem(field: field, message: problem)])
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Int.Type: "a whole number"
        default: "of another type"
        }
    }
}
