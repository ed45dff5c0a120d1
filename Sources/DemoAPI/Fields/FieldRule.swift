/// What a value may be: one declaration that both checks values and describes them.
///
/// Called with a value it returns what is wrong with it, or `nil`.
struct FieldRule<Value: Sendable>: Sendable {
    let schema: JSONSchema
    private let problem: @Sendable (Value) -> String?

    init(_ schema: JSONSchema, problem: @escaping @Sendable (Value) -> String? = { _ in nil }) {
        self.schema = schema
        self.problem = problem
    }

    func callAsFunction(_ value: Value) -> String? { problem(value) }
}

extension FieldRule<String> {
    /// Text of some length that is not only white space.
    static func line(_ lengths: ClosedRange<Int>, example: String) -> FieldRule {
        let schema = JSONSchema(
            kinds: [.string], pattern: #"^[^\u0000]*[^\s\u0000][^\u0000]*$"#, lengths: lengths,
            example: .string(example))
        return FieldRule(schema) { text in
            guard text.contains(where: { !$0.isWhitespace }) else { return "must not be empty" }
            return tooLong(text, lengths.upperBound) ?? unstorable(text)
        }
    }

    /// Text of any kind up to some length.
    static func text(upTo limit: Int) -> FieldRule {
        let schema = JSONSchema(
            kinds: [.string], pattern: #"^[^\u0000]*$"#, lengths: 0...limit)
        return FieldRule(schema) { text in tooLong(text, limit) ?? unstorable(text) }
    }

    /// One of an enum's words.
    static func word(of words: [String]) -> FieldRule {
        FieldRule(.oneOf(words)) { word in
            words.contains(word) ? nil : "must be one of \(words.joined(separator: ", "))"
        }
    }

    private static func tooLong(_ text: String, _ limit: Int) -> String? {
        text.unicodeScalars.count <= limit ? nil : "must have at most \(limit) characters"
    }

    /// PostgreSQL's text holds every character but one.
    private static func unstorable(_ text: String) -> String? {
        text.unicodeScalars.contains("\0") ? "must not contain a NUL character" : nil
    }
}

extension FieldRule<Int> {
    static func whole(_ range: ClosedRange<Int>) -> FieldRule {
        FieldRule(.integer(range)) { number in
            range.contains(number)
                ? nil : "must be from \(range.lowerBound) to \(range.upperBound)"
        }
    }
}
