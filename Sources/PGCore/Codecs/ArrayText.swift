/// The text representation of one-dimensional arrays.
///
/// See "Array Input and Output Syntax" in the PostgreSQL manual.
enum ArrayText {
    /// Renders elements, `nil` being NULL; every element is quoted, which is always right.
    static func render(_ elements: [String?]) -> String {
        var text = "{"
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            guard let element else {
                text += "NULL"
                continue
            }
            text += "\""
            for character in element.unicodeScalars {
                if character == "\"" || character == "\\" { text += "\\" }
                text.unicodeScalars.append(character)
            }
            text += "\""
        }
        return text + "}"
    }

    /// Parses the server's text, or returns `nil` when it is not a one-dimensional array.
    static func parse(_ text: String) -> [String?]? {
        var parser = Parser(rest: Substring(text).unicodeScalars)
        return parser.array()
    }

    private struct Parser {
        var rest: Substring.UnicodeScalarView

        mutating func array() -> [String?]? {
            skipBounds()
            guard take("{") else { return nil }
            if take("}") { return rest.isEmpty ? [] : nil }
            var elements: [String?] = []
            while true {
                guard let element = element() else { return nil }
                elements.append(element)
                if take(",") { continue }
                return take("}") && rest.isEmpty ? elements : nil
            }
        }

        /// Arrays whose lower bound is not one are preceded by `[2:4]=`.
        mutating func skipBounds() {
            guard rest.first == "[", let equals = rest.firstIndex(of: "=") else { return }
            rest = rest[rest.index(after: equals)...]
        }

        mutating func element() -> String?? {
            take("\"") ? quoted().map { .some($0) } : bare()
        }

        mutating func quoted() -> String? {
            var value = String.UnicodeScalarView()
            while let character = rest.popFirst() {
                switch character {
                case "\"": return String(value)
                case "\\":
                    guard let escaped = rest.popFirst() else { return nil }
                    value.append(escaped)
                default: value.append(character)
                }
            }
            return nil
        }

        mutating func bare() -> String?? {
            var value = String.UnicodeScalarView()
            while let character = rest.first, character != ",", character != "}" {
                guard character != "{", character != "\"" else { return nil }
                value.append(character)
                rest.removeFirst()
            }
            let text = String(value)
            guard !text.isEmpty else { return nil }
            return .some(text == "NULL" ? nil : text)
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == character else { return false }
            rest.removeFirst()
            return true
        }
    }
}
