import Hummingbird
import Synchronization

/// Which methods the paths of the API have.
final class PathTable: Sendable {
    private struct Entry {
        let parts: [Substring]
        let methods: [HTTPRequest.Method]
    }

    private let entries = Mutex<[Entry]>([])

    func set(_ methods: [String: [HTTPRequest.Method]]) {
        entries.withLock { entries in
            entries = methods.map { Entry(parts: $0.key.split(separator: "/"), methods: $0.value) }
        }
    }

    /// The methods of a path, or `nil` if there is no such path.
    func methods(of path: String) -> [HTTPRequest.Method]? {
        let parts = path.split(separator: "/")
        return entries.withLock { entries in
            entries.first { entry in
                entry.parts.count == parts.count
                    && zip(entry.parts, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            }?.methods
        }
    }
}

/// Answers a method that a path does not have with 405 and those that it has.
struct MethodMiddleware<Context: RequestContext>: RouterMiddleware {
    let paths: PathTable

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard let methods = paths.methods(of: request.uri.path),
                !methods.contains(request.method)
            else { throw error }
            throw APIError.methodNotAllowed(methods)
        }
    }
}
