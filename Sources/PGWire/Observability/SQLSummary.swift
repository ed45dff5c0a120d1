/// What a statement is about in a few words, few enough to group statements by: `SELECT users`.
struct SQLSummary {
    /// The first word, in upper case.
    let operation: String
    /// The first table it names, if the text tells.
    let target: String?

    /// The operation and the target.
    var text: String {
        guard let target else { return operation.isEmpty ? "postgresql" : operation }
        return "\(operation) \(target)"
    }

    init(of text: String) {
        var scanner = SQLWordScanner(text)
        operation = scanner.next() ?? ""
        let marker: String
        switch operation {
        case "SELECT", "DELETE": marker = "FROM"
        case "INSERT", "MERGE": marker = "INTO"
        case "UPDATE": marker = "UPDATE"
        default:
            target = nil
            return
        }
        var found = operation == marker
        while !found, let word = scanner.next() { found = word == marker }
        target = found ? Self.name(at: scanner.remaining) : nil
    }

    /// The name that follows, as it is written, with its schema.
    private static func name(at text: Substring.UTF8View) -> String? {
        let rest = text.drop { $0 == 32 || $0 == 10 || $0 == 9 || $0 == 13 }
        let name = Substring(rest).prefix {
            $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "\"" || $0 == "$"
        }
        let plain = name.filter { $0 != "\"" }
        guard !plain.isEmpty else { return nil }
        return plain.uppercased() == "ONLY" ? Self.name(at: rest.dropFirst(4)) : String(plain)
    }
}
