import Hummingbird
import Logging

/// Gives each request an id, its own or the one it came with, which its log lines and its answer
/// have, and puts the trace that it belongs to on the log lines.
struct RequestIdentityMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let id: String
        if let own = request.headers[.requestID].flatMap(Self.sane) {
            id = own
            context.logger[metadataKey: "hb.request.id"] = .string(own)
        } else if let given = context.logger[metadataKey: "hb.request.id"] {
            // The framework gives an id to what comes over a socket.
            id = given.description
        } else {
            id = "\(RequestID())"
            context.logger[metadataKey: "hb.request.id"] = .string(id)
        }
        if let parent = request.headers[.traceParent].flatMap({ TraceParent($0) }) {
            context.logger[metadataKey: "trace_id"] = .string(parent.traceID)
            context.logger[metadataKey: "parent_span_id"] = .string(parent.spanID)
        }
        var response = try await next(request, context)
        response.headers[.requestID] = id
        return response
    }

    /// An id that can do no harm in a log or a header.
    private static func sane(_ id: String) -> String? {
        let isSane =
            (1...128).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
        return isSane ? id : nil
    }
}
