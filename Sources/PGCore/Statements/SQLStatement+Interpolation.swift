extension SQLStatement: ExpressibleByStringInterpolation {
    /// Makes a statement without parameters from a literal.
    public init(stringLiteral text: String) {
        self.init()
        append(raw: text)
    }

    /// Makes a statement from an interpolated literal.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// Collects a literal's text and parameters.
    public struct StringInterpolation: StringInterpolationProtocol {
        var statement = SQLStatement()

        /// Starts a literal; the sizes are hints that are not needed.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends the SQL between two interpolations.
        public mutating func appendLiteral(_ literal: String) {
            statement.append(raw: literal)
        }

        /// Appends a placeholder bound to the value.
        public mutating func appendInterpolation(_ value: some ParameterEncodable) {
            statement.append(parameter: value)
        }

        /// Appends a placeholder bound to the value, or to NULL.
        public mutating func appendInterpolation<Value: ParameterEncodable>(_ value: Value?) {
            statement.append(parameter: value)
        }

        /// Appends a fragment with its parameters.
        public mutating func appendInterpolation(_ fragment: SQLStatement) {
            statement.append(fragment)
        }

        /// Appends a quoted identifier.
        public mutating func appendInterpolation(identifier name: String) {
            statement.append(identifier: name)
        }

        /// Appends trusted SQL text.
        public mutating func appendInterpolation(raw sql: String) {
            statement.append(raw: sql)
        }
    }
}
