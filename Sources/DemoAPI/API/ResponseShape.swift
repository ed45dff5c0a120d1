import Hummingbird

/// An answer that an operation can give.
struct ResponseShape: Sendable {
    /// A header of the answer.
    struct Header: Sendable {
        let name: String
        let description: String
        var schema = JSONSchema.string
    }

    let status: HTTPResponse.Status
    let description: String
    var contentType = "application/json"
    /// What the body is; `nil` for an answer without one.
    var schema: JSONSchema?
    /// What else the body can be, by content type.
    var alternatives: [String: JSONSchema] = [:]
    var headers: [Header] = []

    static func json(
        _ type: any Described.Type, status: HTTPResponse.Status = .ok, _ description: String,
        headers: [Header] = []
    ) -> ResponseShape {
        ResponseShape(
            status: status, description: description, schema: type.schema, headers: headers)
    }

    static func empty(
        _ status: HTTPResponse.Status, _ description: String, headers: [Header] = []
    ) -> ResponseShape {
        ResponseShape(status: status, description: description, headers: headers)
    }

    /// A body that is not JSON, such as a page or a file.
    static func text(
        _ contentType: String, status: HTTPResponse.Status = .ok, _ description: String,
        headers: [Header] = []
    ) -> ResponseShape {
        ResponseShape(
            status: status, description: description, contentType: contentType, schema: .string,
            headers: headers)
    }

    /// An error, in the shape that all errors have.
    static func problem(
        _ status: HTTPResponse.Status, _ description: String, headers: [Header] = []
    ) -> ResponseShape {
        ResponseShape(
            status: status, description: description, contentType: APIError.contentType,
            schema: APIError.schema, headers: headers)
    }
}
