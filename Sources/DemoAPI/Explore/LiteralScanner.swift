/// Finds the string literals of Swift source, as far as the handlers use them: on one line or several,
/// with interpolations and without other escapes.
enum LiteralScanner {
    /// The literals without what is interpolated, white space made single spaces.
    static func literals(in text: String) -> [String] {
        var literals: [String] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "\"") {
            rest = rest[start...]
            let mark = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
            rest = rest.dropFirst(mark.count)
            literals.append(literal(&rest, endingWith: mark))
        }
        return literals
    }

    private static func literal(_ rest: inout Substring, endingWith mark: String) -> String {
        var result = ""
        while !rest.isEmpty, !rest.hasPrefix(mark) {
            if rest.hasPrefix("\\(") {
                skipInterpolation(&rest)
            } else {
                result.append(rest.removeFirst())
            }
        }
        rest = rest.dropFirst(mark.count)
        return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func skipInterpolation(_ rest: inout Substring) {
        rest = rest.dropFirst()
        var depth = 0
        while let character = rest.popFirst() {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth == 0 { return }
        }
    }
}
