import Foundation
import Hummingbird

/// What a client is told when a request fails.
///
/// All errors have this one shape, "problem details" of RFC 9457:
///
/// ```json
/// {"type": "about:blank", "title": "Conflict", "status": 409, "detail": "…",
///  "code": "conflict", "errors": [{"field": "email", "message": "is taken"}]}
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

extension APIError: Described {
    static let contentType = "application/problem+json"

    static let schema = JSONSchema.object(
        "Problem",
        .init(name: "type", schema: JSONSchema(kinds: [.string], format: "uri-reference")),
        .init(name: "title", schema: .string.described("The status in words.")),
        .init(name: "status", schema: .integer(400...599)),
        .init(name: "detail", schema: .string.described("What happened, for people.")),
        .init(name: "code", schema: .string.described("What happened, for programs.")),
        .init(
            name: "errors",
            schema: .array(of: FieldProblem.schema).described("Everything that is wrong.")))
}

extension APIError: HTTPResponseError {
    private struct Body: Encodable {
        let type = "about:blank"
        let title: String
        let status: Int
        let detail: String
        let code: String
        let errors: [FieldProblem]
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = Body(
            title: status.reasonPhrase, status: status.code, detail: message, code: code,
            errors: fields)
        var response = try context.responseEncoder.encode(body, from: request, context: context)
        response.status = status
        response.headers[.contentType] = Self.contentType
        response.headers.append(contentsOf: headers)
        return response
    }
}
