/// The words of a statement, as far as they tell whether it may have semicolons inside.
struct SQLWords {
    private var first: [String] = []
    private var previous = ""
    private var hasBody = false

    /// Whether the statement is one of the two that have others inside: a function with its body in SQL,
    /// and a rule.
    var mayHaveSemicolons: Bool {
        hasBody || first.starts(with: ["create", "rule"])
            || first.starts(with: ["create", "or", "replace", "rule"])
    }

    mutating func add(_ word: String) {
        if first.count < 4 { first.append(word) }
        if previous == "begin", word == "atomic" { hasBody = true }
        previous = word
    }
}
