/// The line of a script that a message is about.
enum Excerpt {
    /// Returns the line with its number, and a caret below the character if `hasCaret`.
    static func render(_ text: String, at position: SourcePosition, hasCaret: Bool = true) -> String
    {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(position.line - 1) else { return "" }
        let line = lines[position.line - 1]
        let number = "\(position.line) | "
        guard hasCaret else { return number + line }
        let before = String(line.unicodeScalars.prefix(position.column - 1))
        // A tab stays a tab, so that the caret stands below its character at any tab width.
        let padding = before.map { $0 == "\t" ? "\t" : " " }.joined()
        let margin = String(repeating: " ", count: number.count - 2) + "| "
        return "\(number)\(line)\n\(margin)\(padding)^"
    }
}
