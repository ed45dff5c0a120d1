/// Reads the fields of a user from a request body and collects everything that is wrong with them,
/// so that a client hears of all of it at once.
///
/// A value of the wrong JSON type ends the reading: the body is malformed then, not invalid.
struct UserFields {
    enum Key: String, CodingKey { case email, name, age, role }

    private let container: KeyedDecodingContainer<Key>
    private(set) var problems: [FieldProblem] = []

    init(from decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: Key.self)
    }

    /// A field that may be missing or null.
    mutating func optional<Value: Decodable>(
        _ key: Key, _ rule: (Value) -> String?
    ) throws -> Value? {
        guard let value: Value = try decode(key) else { return nil }
        if let problem = rule(value) { report(key, problem) }
        return value
    }

    /// A field that must be there.
    mutating func required<Value: Decodable>(
        _ key: Key, _ rule: (Value) -> String?
    ) throws -> Value? {
        let value = try optional(key, rule)
        if value == nil { report(key, "is required") }
        return value
    }

    /// A field that may be missing, but not null.
    mutating func change<Value: Decodable>(
        _ key: Key, _ rule: (Value) -> String?
    ) throws -> Value? {
        guard container.contains(key) else { return nil }
        let value = try optional(key, rule)
        if value == nil { report(key, "must not be null") }
        return value
    }

    /// A field that may be missing, which leaves it as it is, or null, which clears it.
    mutating func clearableChange<Value: Decodable>(
        _ key: Key, _ rule: (Value) -> String?
    ) throws -> Value?? {
        guard container.contains(key) else { return nil }
        return .some(try optional(key, rule))
    }

    /// Throws what was found.
    func check() throws(APIError) {
        if !problems.isEmpty { throw .invalid(problems) }
    }

    private func decode<Value: Decodable>(_ key: Key) throws -> Value? {
        do {
            return try container.decodeIfPresent(Value.self, forKey: key)
        } catch {
            // Not only a `DecodingError`: for 7.5 as an integer it is one of the decoder's own.
            let message = Value.self is String.Type ? "must be a string" : "must be a whole number"
            throw APIError.malformed(
                "a field of the body has the wrong type",
                [FieldProblem(field: key.rawValue, message: message)])
        }
    }

    private mutating func report(_ key: Key, _ message: String) {
        problems.append(FieldProblem(field: key.rawValue, message: message))
    }
}
