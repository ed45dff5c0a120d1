/// Something that a request may say in its path, its query or its headers.
struct Parameter: Sendable {
    enum Location: String, Sendable {
        case path, query, header
    }

    let name: String
    let location: Location
    let schema: JSONSchema
    var description = ""
    var isRequired = false
    /// Returns what is wrong with a value, where the schema cannot say it.
    var rule: @Sendable (String) -> String? = { _ in nil }

    static func path(
        _ name: String, _ schema: JSONSchema, _ description: String = ""
    ) -> Parameter {
        Parameter(
            name: name, location: .path, schema: schema, description: description,
            isRequired: true)
    }

    static func query(
        _ name: String, _ schema: JSONSchema, _ description: String = "",
        rule: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> Parameter {
        Parameter(
            name: name, location: .query, schema: schema, description: description, rule: rule)
    }

    static func header(
        _ name: String, _ schema: JSONSchema, _ description: String = "",
        rule: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> Parameter {
        Parameter(
            name: name, location: .header, schema: schema, description: description, rule: rule)
    }
}

extension Parameter {
    /// What is wrong with a value, or `nil`.
    func problem(with text: String) -> String? {
        schema.problem(with: text) ?? rule(text)
    }
}

extension JSONSchema {
    /// What is wrong with a value that came as text, or `nil`.
    fileprivate func problem(with text: String) -> String? {
        if text.unicodeScalars.contains("\0") { return "must not contain a NUL character" }
        if !values.isEmpty, !values.contains(text) {
            return "must be one of \(values.joined(separator: ", "))"
        }
        if kinds == [.integer] { return problem(withInteger: text) }
        if kinds == [.boolean], !["true", "false"].contains(text) {
            return "must be true or false"
        }
        if let lengths, !lengths.contains(text.unicodeScalars.count) {
            return "must have \(lengths.lowerBound) to \(lengths.upperBound) characters"
        }
        return nil
    }

    private func problem(withInteger text: String) -> String? {
        let number = Int(text)
        guard let range else { return number == nil ? "must be a whole number" : nil }
        return number.map(range.contains) == true
            ? nil : "must be from \(range.lowerBound) to \(range.upperBound)"
    }
}
