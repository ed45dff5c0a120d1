import PGCore

/// One key of an index, which is SQL: a column with or without options, or an expression.
enum IndexKey {
    /// Words that may follow a column in an index.
    private static let options: Set<String> = ["asc", "desc", "nulls", "first", "last"]

    /// What a key contributes to its index's default name: its column, the function it calls, or
    /// `expr` for any other expression.
    static func baseName(_ key: String) -> String {
        if let function = calledFunction(key) { return function }
        let words = key.split(separator: " ")
        guard let column = words.first.map(String.init) else { return "expr" }
        let rest = words.dropFirst().map { $0.lowercased() }
        guard rest.allSatisfy(options.contains) else { return "expr" }
        if let name = unquoted(column) { return name }
        return isPlainName(column) ? column : "expr"
    }

    /// The key as it is written in CREATE INDEX: a column's name is quoted, other SQL is kept.
    static func render(_ key: String, in table: TableDefinition) -> String {
        table.columns.contains { $0.name == key } ? SQLIdentifier.quote(key) : key
    }

    /// The function of a key such as `lower(name)`, or `nil` for a key that is something else.
    private static func calledFunction(_ key: String) -> String? {
        guard let open = key.firstIndex(of: "("), key.hasSuffix(")") else { return nil }
        let name = key[..<open].split(separator: ".").last.map(String.init) ?? ""
        guard isPlainName(name) else { return nil }
        var depth = 0
        for index in key[open...].indices {
            if key[index] == "(" { depth += 1 }
            if key[index] == ")" { depth -= 1 }
            if depth == 0 { return key.index(after: index) == key.endIndex ? name : nil }
        }
        return nil
    }

    /// The name inside double quotes, or `nil` when the text is something else.
    private static func unquoted(_ text: String) -> String? {
        guard text.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        let inner = text.dropFirst().dropLast()
        return inner.contains("\"") ? nil : String(inner)
    }

    /// Whether the text is a name: letters, digits, `_` and `$`, not starting with a digit.
    private static func isPlainName(_ text: String) -> Bool {
        guard let first = text.first, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
    }
}
