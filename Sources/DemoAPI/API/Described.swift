/// A type of requests or responses that says what its JSON looks like.
protocol Described {
    static var schema: JSONSchema { get }
}

extension Array: Described where Element: Described {
    static var schema: JSONSchema { .array(of: Element.schema) }
}
