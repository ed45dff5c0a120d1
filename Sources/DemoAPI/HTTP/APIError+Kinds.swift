import Hummingbird

extension APIError {
    /// The request cannot be understood.
    static func malformed(_ message: String, _ fields: [FieldProblem] = []) -> APIError {
        APIError(status: .badRequest, code: "malformed", message: message, fields: fields)
    }

    /// The body can be understood, but its values are not allowed.
    static func invalid(_ fields: [FieldProblem]) -> APIError {
        APIError(
            status: .unprocessableContent, code: "invalid",
            message: "some fields are not valid", fields: fields)
    }

    static func notFound(_ message: String) -> APIError {
        APIError(status: .notFound, code: "not_found", message: message)
    }

    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> APIError {
        let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        return APIError(
            status: .methodNotAllowed, code: "method_not_allowed",
            message: "this path has \(names)", headers: [.allow: names])
    }

    static func conflict(_ fields: [String]) -> APIError {
        APIError(
            status: .conflict, code: "conflict", message: "another user has the same value",
            fields: fields.map { FieldProblem(field: $0, message: "is taken") })
    }

    /// A transfer that had to be given up.
    static let tooSlow = APIError(
        status: .requestTimeout, code: "request_timeout",
        message: "the transfer took longer than it may")

    static let changed = APIError(
        status: .preconditionFailed, code: "changed",
        message: "it has been changed since you read it: If-Match does not have its ETag")

    static let draining = APIError(
        status: .serviceUnavailable, code: "draining",
        message: "the server is about to end", headers: [.retryAfter: "1"])

    static let slowBody = APIError(
        status: .requestTimeout, code: "request_timeout",
        message: "the body did not arrive in time")

    /// A row that others changed again and again, or that has just gone.
    static let contended = APIError(
        status: .serviceUnavailable, code: "contended",
        message: "somebody else has just changed it", headers: [.retryAfter: "1"])

    static let unavailable = APIError(
        status: .serviceUnavailable, code: "unavailable",
        message: "the database cannot be reached at the moment", headers: [.retryAfter: "1"])

    /// Says nothing about the cause: that is for the log.
    static let unexpected = APIError(
        status: .internalServerError, code: "internal", message: "something went wrong")
}
