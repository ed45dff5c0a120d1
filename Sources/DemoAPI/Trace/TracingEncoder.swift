import Hummingbird

/// Writes JSON, and tells the request's trace how long that took, if there is one.
struct TracingEncoder<Base: ResponseEncoder>: ResponseEncoder {
    let encoder: Base

    func encode(
        _ value: some Encodable, from request: Request, context: some RequestContext
    ) throws -> Response {
        guard let trace = RequestTrace.current else {
            return try encoder.encode(value, from: request, context: context)
        }
        let start = ContinuousClock.now
        defer { trace.addEncoding(start.duration(to: .now)) }
        return try encoder.encode(value, from: request, context: context)
    }
}
