extension PGError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The message with what it is about.
    ///
    /// Parameter values are never included.
    public var description: String {
        var text = code == .server ? "" : "\(code): "
        if let sqlState { text += "\(server?.severity ?? "ERROR") \(sqlState): " }
        if let statementNumber { text += "statement \(statementNumber) of the script: " }
        if let parameter { text += "parameter $\(parameter): " }
        text += message
        if let column { text += " (column \(column)" + (row.map { ", row \($0))" } ?? ")") }
        if let copyLine { text += " (line \(copyLine) of the data)" }
        if let hint { text += ". \(hint)" }
        if let execution, execution == .mayHaveRun { text += " The statement may have run." }
        return text
    }

    /// The description with the server's detail, the statement, the place, and further failures.
    public var debugDescription: String {
        var lines = [description]
        if let detail = server?.detail { lines.append("detail: \(detail)") }
        if let context = server?.context { lines.append("context: \(context)") }
        if let constraint = server?.constraint { lines.append("constraint: \(constraint)") }
        if let marked = markedStatement { lines.append(contentsOf: marked) }
        if let location { lines.append("at: \(location)") }
        if let underlying { lines.append("caused by: \(underlying)") }
        lines.append(contentsOf: suppressed.map { "also: \($0)" })
        return lines.joined(separator: "\n")
    }

    /// The statement, with a caret under the character the server pointed at.
    private var markedStatement: [String]? {
        guard let statement else { return nil }
        guard let position = server?.position, position >= 1 else {
            return ["statement: \(statement)"]
        }
        var offset = position - 1
        var lines: [String] = []
        for line in statement.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append("    \(line)")
            let length = line.unicodeScalars.count
            if offset >= 0, offset <= length {
                lines.append("    " + String(repeating: " ", count: offset) + "^")
            }
            offset -= length + 1
        }
        return ["statement:"] + lines
    }
}
