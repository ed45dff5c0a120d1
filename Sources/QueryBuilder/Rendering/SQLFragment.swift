public import PGCore

/// SQL written by hand that becomes part of a built query.
///
/// It is a string literal. `\(…)` takes expressions and columns of the query, and binds every other
/// value; it never inserts text:
///
/// ```swift
/// let length = Expression<Int>("length(\(user.name)) + \(3)")
/// // length("users"."name") + $1
/// ```
public struct SQLFragment: Sendable, ExpressibleByStringInterpolation {
    private let parts: [SQLNode]

    /// Makes a fragment without values from a literal.
    public init(stringLiteral text: String) {
        parts = [SQLNode(.text(text))]
    }

    /// Makes a fragment from an interpolated literal.
    public init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    /// Makes a fragment from a statement, keeping its parameters.
    public init(_ statement: SQLStatement) {
        parts = [SQLNode(.statement(statement))]
    }

    var node: SQLNode { SQLNode(.fragment(parts)) }

    /// Collects a literal's text, expressions and values.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [SQLNode] = []

        /// Starts a literal; the sizes are hints that are not needed.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends the SQL between two interpolations.
        public mutating func appendLiteral(_ literal: String) {
            parts.append(SQLNode(.text(literal)))
        }

        /// Appends a placeholder bound to the value.
        public mutating func appendInterpolation(_ value: some ParameterEncodable) {
            parts.append(SQLNode(.parameter(value)))
        }

        /// Appends a placeholder bound to the value, or to NULL.
        public mutating func appendInterpolation<Value: ParameterEncodable>(_ value: Value?) {
            parts.append(SQLNode(.parameter(value)))
        }

        /// Appends an expression of the query, or all columns of a table.
        ///
        /// An operator inside the expression is put in parentheses: what stands next to it in the
        /// text is not known.
        public mutating func appendInterpolation(_ selection: some Selection) {
            parts.append(contentsOf: selection.interpolated)
        }

        /// Appends a table's quoted name.
        public mutating func appendInterpolation<Row: Table>(_ table: Row.Type) {
            parts.append(SQLNode(.table(TableReference(Row.definition))))
        }

        /// Appends a statement as a fragment with its parameters.
        public mutating func appendInterpolation(_ statement: SQLStatement) {
            parts.append(SQLNode(.statement(statement)))
        }

        /// Appends a quoted identifier.
        public mutating func appendInterpolation(identifier name: String) {
            parts.append(SQLNode(.identifier(name)))
        }

        /// Appends trusted SQL text.
        public mutating func appendInterpolation(raw sql: String) {
            parts.append(SQLNode(.text(sql)))
        }
    }
}

extension Expression {
    /// Makes an expression of a type that is asserted, from SQL written by hand.
    public init(_ fragment: SQLFragment) {
        self.init(fragment.node)
    }
}

extension SQLStatement.StringInterpolation {
    /// Appends a column, an expression, or all columns of a table.
    public mutating func appendInterpolation(_ selection: some Selection) {
        var renderer = Renderer()
        renderer.append(list: selection.interpolated, separator: "")
        appendInterpolation(renderer.statement)
    }

    /// Appends a table's quoted name.
    public mutating func appendInterpolation<Row: Table>(_ table: Row.Type) {
        var renderer = Renderer()
        renderer.append(TableReference(Row.definition))
        appendInterpolation(renderer.statement)
    }
}

extension Selection {
    /// The parts that stand in written text: operators in parentheses, several columns with commas.
    fileprivate var interpolated: [SQLNode] {
        var parts: [SQLNode] = []
        for expression in selectedExpressions {
            if !parts.isEmpty { parts.append(SQLNode(.text(", "))) }
            parts.append(SQLNode(.operand(expression)))
        }
        return parts
    }
}
