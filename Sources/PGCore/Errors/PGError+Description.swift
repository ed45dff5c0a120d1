extension PGError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The message with what it is about.
    ///
    /// Values are never included: neither parameters, nor what the server quotes from a row in its
    /// detail, nor the input it quotes in the message of a data exception.
    public var description: String {
        var text = code == .server ? "" : "\(code): "
        if let sqlState { text += "\(server?.severity ?? "ERROR") \(sqlState): " }
        if let statementNumber { text += "statement \(statementNumber) of the script: " }
        if let parameter { text += "parameter $\(parameter): " }
        text += messageWithoutValues
        if let place = marked?.place { text += " at \(place)" }
        if let column { text += " (column \(column)" + (row.map { ", row \($0))" } ?? ")") }
        if let copyLine { text += " (line \(copyLine) of the data)" }
        if let hint { text += ". \(hint)" }
        if let execution, execution == .mayHaveRun { text += " The statement may have run." }
        return text
    }

    /// The description with the server's detail, the statement, the place, and further failures.
    ///
    /// It may quote values from the row; parameters only when ``recordsParameters`` was set.
    public var debugDescription: String {
        var lines = [description]
        if messageWithoutValues != message { lines.append("message: \(message)") }
        if let detail = server?.detail { lines.append("detail: \(detail)") }
        if let context = server?.context { lines.append("context: \(context)") }
        if let constraint = server?.constraint { lines.append("constraint: \(constraint)") }
        lines.append(contentsOf: shownStatement)
        lines.append(contentsOf: shownInternalQuery)
        if let parameters = shownParameters { lines.append("parameters: \(parameters)") }
        if let location { lines.append("at: \(location)") }
        if let underlying { lines.append("caused by: \(underlying)") }
        lines.append(contentsOf: suppressed.map { "also: \($0)" })
        return lines.joined(separator: "\n")
    }

    /// The message, without the input that the server quotes when a value is unfit for its type.
    private var messageWithoutValues: String {
        guard sqlState?.isDataException == true else { return message }
        let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return message }
        // From the first quote to the last: the value may contain quotes itself.
        return "\(parts[0])\"…\"\(parts.count == 2 ? "" : parts[parts.count - 1])"
    }

    private var marked: MarkedStatement? {
        guard let statement, let position = server?.position else { return nil }
        return MarkedStatement(statement, position: position)
    }

    private var shownStatement: [String] {
        guard let statement else { return [] }
        guard let marked else { return ["statement: \(statement)"] }
        return ["statement:"] + marked.excerpt
    }

    /// The statement that a function ran, which is the one at fault.
    private var shownInternalQuery: [String] {
        guard let query = server?.internalQuery else { return [] }
        guard let position = server?.internalPosition,
            let marked = MarkedStatement(query, position: position)
        else { return ["within: \(query)"] }
        return ["within:"] + marked.excerpt
    }
}
