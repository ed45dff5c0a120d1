import Foundation
import Hummingbird

/// What a client is told when a request fails. All errors have this one shape:
///
/// ```json
/// {"error": {"code": "conflict", "message": "…", "fields": [{"field": "email", "message": "…"}]}}
/// ```
struct APIError: Error, Sendable, Equatable {
    let status: HTTPResponse.Status
    /// A stable word for programs.
    let code: String
    /// A sentence for people.
    let message: String
    /// The fields at fault; empty when the error is not about fields.
    var fields: [FieldProblem] = []
    var headers: HTTPFields = [:]
}

extension APIError {
    static func malformed(_ message: String, _ fields: [FieldProblem] = []) -> APIError {
        APIError(status: .badRequest, code: "malformed", message: message, fields: fields)
    }

    static func invalid(_ fields: [FieldProblem]) -> APIError {
        APIError(
            status: .unprocessableContent, code: "invalid",
            message: "some fields are not valid", fields: fields)
    }

    static func notFound(_ message: String) -> APIError {
        APIError(status: .notFound, code: "not_found", message: message)
    }

    static func conflict(_ fields: [String]) -> APIError {
        APIError(
            status: .conflict, code: "conflict", message: "another user has the same value",
            fields: fields.map { FieldProblem(field: $0, message: "is taken") })
    }

    static let unavailable = APIError(
        status: .serviceUnavailable, code: "unavailable",
        message: "the database cannot be reached at the moment", headers: [.retryAfter: "1"])

    /// Says nothing about the cause: that is for the log.
    static let unexpected = APIError(
        status: .internalServerError, code: "internal", message: "something went wrong")
}

extension APIError: HTTPResponseError {
    private struct Body: Encodable {
        struct Content: Encodable {
            let code: String
            let message: String
            let fields: [FieldProblem]
        }
        let error: Content
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = Body(error: .init(code: code, message: message, fields: fields))
        var response = try context.responseEncoder.encode(body, from: request, context: context)
        response.status = status
        response.headers.append(contentsOf: headers)
        return response
    }
}
