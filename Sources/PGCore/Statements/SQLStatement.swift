/// SQL text and the values bound to its placeholders: the only thing a driver can run.
///
/// Write it as a string literal. Every `\(value)` becomes a parameter, sent apart from the text, so
/// that a value can never be read as SQL:
///
/// ```swift
/// let statement: SQLStatement = "SELECT name FROM users WHERE id = \(id)"
/// // text: SELECT name FROM users WHERE id = $1
/// ```
///
/// A `String` built at run time is not a statement: the compiler refuses it. Parts that are not
/// values are spelled out: `\(identifier: name)` quotes a name, `\(raw: text)` trusts a piece of
/// SQL, and `\(otherStatement)` inserts a fragment together with its parameters.
public struct SQLStatement: Sendable {
    /// The SQL, with `$1`, `$2` … where the parameters go.
    public private(set) var text: String

    /// The bound values, in the order of their placeholders.
    public private(set) var parameters: [any ParameterEncodable]

    /// Where in the text's UTF-8 each placeholder's `$` stands, so that statements can be joined.
    private var placeholders: Positions

    /// Makes an empty statement to append to.
    public init() {
        text = ""
        parameters = []
        placeholders = Positions()
    }

    /// Whether there is no text.
    public var isEmpty: Bool { text.isEmpty }

    /// Appends SQL text as it is.
    ///
    /// The text is trusted: never pass what a user typed.
    public mutating func append(raw sql: String) {
        text += sql
    }

    /// Appends a name as a quoted identifier.
    public mutating func append(identifier name: String) {
        text += SQLIdentifier.quote(name)
    }

    /// Appends a placeholder bound to a value.
    public mutating func append(parameter value: any ParameterEncodable) {
        placeholders.append(text.utf8.count)
        parameters.append(value)
        text += Self.placeholder(parameters.count)
    }

    private static let firstPlaceholders = ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8"]

    /// Returns `$` and the number: a ready text for the small ones that nearly all statements have.
    private static func placeholder(_ number: Int) -> String {
        number <= firstPlaceholders.count ? firstPlaceholders[number - 1] : "$\(number)"
    }

    /// Appends another statement, renumbering its placeholders.
    public mutating func append(_ other: SQLStatement) {
        guard !parameters.isEmpty, !other.parameters.isEmpty else {
            let base = text.utf8.count
            for number in other.parameters.indices {
                placeholders.append(other.placeholders[number] + base)
            }
            parameters.append(contentsOf: other.parameters)
            text += other.text
            return
        }
        let source = other.text.utf8
        var start = source.startIndex
        var consumed = 0
        for (number, parameter) in other.parameters.enumerated() {
            let placeholder = source.index(start, offsetBy: other.placeholders[number] - consumed)
            text += other.text[start..<placeholder]
            append(parameter: parameter)
            let length = 1 + String(number + 1).utf8.count
            start = source.index(placeholder, offsetBy: length)
            consumed = other.placeholders[number] + length
        }
        text += other.text[start...]
    }
}

extension SQLStatement {
    /// The SQL with every value written into it as a quoted literal, for the few commands that take
    /// no parameters.
    ///
    /// A literal has no type of its own, so the server infers one, as it does for a placeholder.
    package var textWithLiterals: String {
        let source = text.utf8
        var result = ""
        var start = source.startIndex
        for (number, parameter) in parameters.enumerated() {
            let placeholder = source.index(source.startIndex, offsetBy: placeholders[number])
            result += text[start..<placeholder]
            result +=
                parameter.isNull
                ? "NULL" : SQLIdentifier.quoteLiteral(parameter.textRepresentation)
            let length = 1 + String(number + 1).utf8.count
            start = source.index(placeholder, offsetBy: length)
        }
        return result + text[start...]
    }
}

extension SQLStatement {
    /// The same text with other values, of which there are as many.
    package func with(parameters: [any ParameterEncodable]) -> SQLStatement {
        var copy = self
        copy.parameters = parameters
        return copy
    }
}

extension SQLStatement: CustomStringConvertible {
    /// The SQL text.
    ///
    /// Parameter values are never part of it.
    public var description: String { text }
}

/// Positions in a text, the first of which needs no array: many statements have just one.
private struct Positions: Sendable {
    private var first: Int?
    private var others: [Int] = []

    subscript(index: Int) -> Int {
        index == 0 ? first ?? 0 : others[index - 1]
    }

    mutating func append(_ position: Int) {
        if first == nil {
            first = position
        } else {
            others.append(position)
        }
    }
}
