/// Nothing here ever shows a password: not printed, not interpolated, not dumped.
extension ConnectionConfiguration.Source: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Where it points, without passwords.
    public var description: String {
        switch self {
        case .environment: "the environment"
        case .url(let text): ConnectionString.redacted(text)
        case .server(let server): server.description
        }
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows nothing but the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ConnectionConfiguration.Server: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Its parameters by libpq's names, without passwords.
    public var description: String { ConnectionString.redacted(keywords) }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows nothing but the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ConnectionConfiguration.TLS: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Its parameters by libpq's names, without passwords.
    public var description: String { ConnectionString.redacted(keywords) }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows nothing but the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ConnectionString {
    /// Returns a key/value string that means the parameters.
    static func render(_ keywords: [String: String]) -> String {
        keywords.sorted { $0.key < $1.key }.map { key, value in
            "\(key)='\(escape(value))'"
        }.joined(separator: " ")
    }

    /// By scalars: an accent may have joined the quote before it to one character.
    private static func escape(_ value: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            if scalar == "'" || scalar == "\\" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    /// Returns the parameters as text with every secret replaced.
    static func redacted(_ keywords: [String: String]) -> String {
        render(
            Dictionary(
                uniqueKeysWithValues: keywords.map { key, value in
                    (key, key.contains("password") || key.contains("secret") ? "***" : value)
                }))
    }

    /// Returns what a connection string says with every secret replaced.
    ///
    /// A malformed one is not shown at all: nobody knows where in it the password is.
    static func redacted(_ text: String) -> String {
        guard let keywords = try? read(text) else { return "(a malformed connection string)" }
        let mayHoldSecret = hasMisplacedParts(keywords) || keywords["dbname"]?.contains("@") == true
        guard !mayHoldSecret else { return "(a connection string with misplaced parts)" }
        return redacted(keywords)
    }

    /// Whether a host or a port is none: that of a URI whose password was not percent-encoded.
    ///
    /// `postgresql://user:pass/word@host/db` means the host `user` and the port `pass` to libpq.
    static func hasMisplacedParts(_ keywords: [String: String]) -> Bool {
        let hosts = (keywords["host"] ?? "") + "," + (keywords["hostaddr"] ?? "")
        let isHost = hosts.split(separator: ",").allSatisfy { !$0.dropFirst().contains("@") }
        let isPort = (keywords["port"] ?? "").allSatisfy {
            ($0.isASCII && $0.isNumber) || $0 == "," || $0.isWhitespace
        }
        return !isHost || !isPort
    }
}
