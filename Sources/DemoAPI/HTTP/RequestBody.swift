import Foundation
import Hummingbird

extension Request {
    /// The whole body, which is read within limits of size and of time unless that was done before.
    func bytes(_ context: DemoContext) async throws -> ByteBuffer {
        if let body = context.body { return body }
        let (body, limit) = (body, context.maxUploadSize)
        return try await withTimeLimit(context.limits.bodyTime, else: .slowBody) {
            try await body.collect(upTo: limit)
        }
    }

    /// Decodes the body, or says why it cannot be read.
    func body<Value: Decodable & Sendable>(
        as type: Value.Type, _ context: DemoContext
    ) async throws -> Value {
        try await bytes(context).decode(as: type)
    }
}

extension ByteBuffer {
    private static let decoder = JSONDecoder()

    /// Decodes JSON, or says why it cannot be read.
    func decode<Value: Decodable>(as type: Value.Type) throws -> Value {
        do {
            return try Self.decoder.decode(type, from: Data(readableBytesView))
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
