import Foundation
import Hummingbird

extension Request {
    /// Reads the whole body, within limits of size and of time.
    func bytes(_ context: DemoContext) async throws -> ByteBuffer {
        let (body, limit) = (body, context.maxUploadSize)
        return try await withTimeLimit(context.limits.bodyTime, else: .slowBody) {
            try await body.collect(upTo: limit)
        }
    }

    /// The request with its whole body in memory.
    func collected(_ context: DemoContext) async throws -> Request {
        var copy = self
        copy.body = RequestBody(buffer: try await bytes(context))
        return copy
    }

    /// Decodes the body, or says why it cannot be read.
    func body<Value: Decodable & Sendable>(
        as type: Value.Type, _ context: DemoContext
    ) async throws -> Value {
        try await bytes(context).decode(as: type)
    }
}

extension ByteBuffer {
    /// Decodes JSON, or says why it cannot be read.
    func decode<Value: Decodable>(as type: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(readableBytesView))
        } catch is DecodingError {
            throw APIError.malformed("the body must be a JSON object")
        }
    }
}

extension HTTPFields.Element.Name {
    static var idempotencyKey: Self { makeName("Idempotency-Key") }
    static var requestID: Self { makeName("X-Request-ID") }
    static var link: Self { makeName("Link") }
    static var traceParent: Self { makeName("traceparent") }
    static var executor: Self { makeName("X-Executor") }

    /// The names here are spelled in the program, and are valid.
    private static func makeName(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is no header") }
        return name
    }
}
