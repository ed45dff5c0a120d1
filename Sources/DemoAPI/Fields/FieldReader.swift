/// Reads the fields of a request body and collects everything that is wrong with them, so that a
/// client hears of all of it at once.
struct FieldReader {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>
    private var known: [String] = []
    private(set) var problems: [FieldProblem] = []
    /// Whether a value was of another JSON type: the body is malformed then, not invalid.
    private var isMalformed = false

    init(from decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: Key.self)
    }

    /// A field that may be missing or null.
    mutating func optional<Value>(_ field: Field<Value>) -> Value? {
        let (value, isReadable) = decode(field)
        if isReadable, let value, let problem = field.rule(value) { report(field.name, problem) }
        return value
    }

    /// A field that must be there.
    mutating func required<Value>(_ field: Field<Value>) -> Value? {
        needed(field, "is required")
    }

    /// A field that may be missing, but not null.
    mutating func change<Value>(_ field: Field<Value>) -> Value? {
        has(field) ? needed(field, "must not be null") : nil
    }

    /// A field that may be missing, which leaves it as it is, or null, which clears it.
    mutating func clearableChange<Value>(_ field: Field<Value>) -> Value?? {
        has(field) ? .some(optional(field)) : nil
    }

    /// Throws what was found; to be called when all fields are read.
    mutating func check() throws(APIError) {
        for key in container.allKeys where !known.contains(key.stringValue) {
            report(key.stringValue, "is not a field of this body")
        }
        guard !problems.isEmpty else { return }
        throw isMalformed
            ? .malformed("a field of the body has the wrong type", problems) : .invalid(problems)
    }

    private mutating func has<Value>(_ field: Field<Value>) -> Bool {
        known.append(field.name)
        return container.contains(Key(stringValue: field.name))
    }

    private mutating func needed<Value>(_ field: Field<Value>, _ message: String) -> Value? {
        let count = problems.count
        let value = optional(field)
        if value == nil, problems.count == count { report(field.name, message) }
        return value
    }

    private mutating func decode<Value>(_ field: Field<Value>) -> (Value?, isReadable: Bool) {
        known.append(field.name)
        do {
            let key = Key(stringValue: field.name)
            return (try container.decodeIfPresent(Value.self, forKey: key), true)
        } catch {
            // Not only a `DecodingError`: for 7.5 as an integer it is one of the decoder's own.
            isMalformed = true
            report(field.name, "must be \(field.rule.schema.kindInWords)")
            return (nil, false)
        }
    }

    private mutating func report(_ name: String, _ message: String) {
        problems.append(FieldProblem(field: name, message: message))
    }
}

extension JSONSchema {
    /// What a value must be, for a sentence.
    fileprivate var kindInWords: String {
        switch kinds.first {
        case .string: "a string"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .array:
            "an array" + (items.first.map { " whose elements are \($0.kindInWords)" } ?? "")
        case .object: "an object"
        case .null, nil: "of another type"
        }
    }
}
