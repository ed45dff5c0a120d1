import Hummingbird

extension Request {
    /// Decodes the body, or says why it cannot be read.
    func body<Value: Decodable & Sendable>(
        as type: Value.Type, _ context: some RequestContext
    ) async throws -> Value {
        do {
            return try await context.requestDecoder.decode(type, from: self, context: context)
        } catch is DecodingError {
            throw APIError.malformed("the body must be a JSON object")
        }
    }
}
