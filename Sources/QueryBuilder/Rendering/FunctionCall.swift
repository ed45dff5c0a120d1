/// A call of a function, an aggregate or a window function.
package struct FunctionCall: Sendable {
    /// The window of a call.
    package enum Window: Sendable {
        case named(WindowName)
        case defined(WindowDefinition)
    }

    package var name: String
    /// The schema of a function that users made; none for what is built in.
    package var schema: String?
    /// Whether the name is one of PostgreSQL's, which need no quotes.
    package var isBuiltIn = true
    package var arguments: [SQLNode]
    /// Whether the last argument is an array that stands for the rest of them.
    package var isVariadic = false
    package var isDistinct = false
    package var orderBy: [Ordering] = []
    package var withinGroup: [Ordering] = []
    package var filter: SQLNode?
    package var window: Window?

    package init(_ name: String, _ arguments: [SQLNode]) {
        self.name = name
        self.arguments = arguments
    }
}
