/// A script that cannot be taken apart into statements.
public struct ScriptError: Error, Sendable, Hashable {
    /// What is wrong with the script.
    public enum Code: String, Sendable, Hashable {
        /// A string, quoted name, dollar-quoted text or comment has no end.
        case unterminated
        /// A command of psql, which only psql understands.
        case psqlCommand
        /// `COPY … FROM stdin`, whose data would have to follow.
        case copyFromStdin
        /// A `-- strata:` comment that says something unknown, or stands below the first statement.
        case invalidOption
        /// A NUL character, which no statement can contain.
        case nulCharacter
    }

    /// What is wrong.
    public let code: Code
    /// Where.
    public let position: SourcePosition
    /// What is wrong, in one sentence.
    public let message: String
    /// What to do about it.
    public let hint: String?

    init(_ code: Code, _ message: String, at position: SourcePosition, hint: String? = nil) {
        self.code = code
        self.message = message
        self.position = position
        self.hint = hint
    }
}

extension ScriptError: CustomStringConvertible {
    /// Line, column, message and hint.
    public var description: String {
        "\(position): \(message)" + (hint.map { ". \($0)" } ?? "")
    }
}
