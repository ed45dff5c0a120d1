/// The version of a Postgres server, such as 15.18 or 18beta1.
public struct PostgresVersion: Sendable, Hashable, CustomStringConvertible {
    /// The major version; servers of one major version share a format on disk.
    public let major: Int

    /// The whole version as the server writes it.
    public let description: String

    /// Reads the answer of `postgres --version`, such as `postgres (PostgreSQL) 15.18 (Debian …)`.
    init?(programOutput: String) {
        let words = programOutput.split(whereSeparator: \.isWhitespace)
        guard let mark = words.firstIndex(of: "(PostgreSQL)"), mark + 1 < words.endIndex else {
            return nil
        }
        let text = words[mark + 1]
        guard let major = Int(text.prefix { $0.isNumber }) else { return nil }
        self.major = major
        self.description = String(text)
    }
}
