/// One statement of a script, as it is sent: without the comments around it and the semicolon.
public struct ScriptStatement: Sendable, Hashable {
    /// The SQL.
    public let text: String
    /// Where it starts in the script.
    public let start: SourcePosition
    /// Its first words in lower case, enough to tell what kind of statement it is.
    public let leadingWords: [String]

    /// Returns where a character of the statement stands in the script.
    ///
    /// - Parameter position: The character, counted from 1 in Unicode scalars, as the server does.
    public func location(ofCharacter position: Int) -> SourcePosition {
        var offset = start.utf8Offset
        var line = start.line
        var column = start.column
        for scalar in text.unicodeScalars.prefix(max(0, position - 1)) {
            offset += UTF8.width(scalar)
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return SourcePosition(utf8Offset: offset, line: line, column: column)
    }
}

extension ScriptStatement {
    /// What a statement does to the transaction it runs in.
    enum TransactionControl {
        case begins
        case ends
    }

    /// Whether the statement starts or ends a transaction.
    var transactionControl: TransactionControl? {
        switch leadingWords.first {
        case "begin": .begins
        case "start" where leadingWords.dropFirst().first == "transaction": .begins
        case "commit", "end", "abort": .ends
        case "rollback":
            // ROLLBACK TO SAVEPOINT stays inside the transaction.
            leadingWords.contains("to") ? nil : .ends
        case "prepare" where leadingWords.dropFirst().first == "transaction": .ends
        default: nil
        }
    }
}
