import PGCore

/// A migration's file in one direction, taken apart.
public struct MigrationScript: Sendable, Hashable {
    /// What a comment at the top of the file asks for.
    public struct Options: Sendable, Hashable {
        /// Whether the statements run one by one, each in a transaction of its own.
        ///
        /// Written `-- strata: no-transaction`; some commands, such as CREATE INDEX CONCURRENTLY,
        /// cannot run in a transaction.
        public var noTransaction = false

        /// Makes the default options.
        public init() {}
    }

    /// The file's text.
    public let text: String
    /// Its statements.
    public let statements: [ScriptStatement]
    /// Its options.
    public let options: Options

    /// Takes a file's text apart.
    ///
    /// - Throws: ``ScriptError`` with the place of what cannot be read.
    public init(text: String) throws(ScriptError) {
        let splitter = try StatementSplitter(reading: text)
        self.text = text
        statements = splitter.statements
        options = try Self.options(in: splitter.comments)
    }

    private static func options(
        in comments: [StatementSplitter.Comment]
    ) throws(ScriptError) -> Options {
        var options = Options()
        for comment in comments {
            let body = comment.text.drop { $0 == "-" || $0 == " " || $0 == "\t" }
            guard body.lowercased().hasPrefix("strata:") else { continue }
            guard comment.isAtTop else {
                throw ScriptError(
                    .invalidOption, "an option has to stand above the first statement",
                    at: comment.position, hint: "Move it to the top of the file")
            }
            for word in body.dropFirst("strata:".count).split(whereSeparator: { $0 == "," }) {
                let name = word.filter { !$0.isWhitespace }
                guard name == "no-transaction" else {
                    throw ScriptError(
                        .invalidOption, "\(name) is not an option", at: comment.position,
                        hint: "The only option is no-transaction")
                }
                options.noTransaction = true
            }
        }
        return options
    }

    /// The hash of the first statements, by which a half-run script is recognised.
    func checksum(ofFirst count: Int) -> String {
        SHA256.hexDigest(of: statements.prefix(count).map(\.text).joined(separator: ";\n"))
    }
}
