import Hummingbird

/// What one route does: the declaration from which both the route and its documentation come.
struct Operation: Sendable {
    let method: HTTPRequest.Method
    /// The path, with its parameters as `{name}`.
    let path: String
    /// A name for programs, such as `rawGetUser`; no other operation has it.
    let id: String
    /// What it does, in a few words.
    let summary: String
    /// What else there is to know, in Markdown.
    var detail = ""
    /// The group it is shown in.
    let tag: String
    var parameters: [Parameter] = []
    var body: BodyShape?
    /// The answers that are its own; those that every such operation can give are added to them.
    var responses: [ResponseShape] = []
    /// Whether it moves as much as the client likes, for which it has limits of its own.
    ///
    /// A statement keeps the deadline under which it was begun, and a stream is one statement.
    var isTransfer = false
    /// Whether it has a connection for itself while it waits for others, so that there may be only so
    /// many of it at once: with no connection left, all of them would wait for each other.
    var holdsConnection = false
}

/// The body that an operation takes.
struct BodyShape: Sendable {
    var contentType = "application/json"
    let schema: JSONSchema
    var description = ""
    var isRequired = true

    static func json(_ type: any Described.Type) -> BodyShape {
        BodyShape(schema: type.schema)
    }
}
