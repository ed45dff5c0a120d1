import PGCore

/// Settings of the server as the start-up message carries them.
///
/// See "Start-up Packet Contents" and `options` in the PostgreSQL manual.
enum StartupSettings {
    /// Returns a value of `options` with settings added, which win over what is there.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` for what is no name of a setting.
    static func options(
        _ settings: [String: String], after options: String?
    ) throws(PGError) -> String? {
        guard !settings.isEmpty else { return options }
        var words: [String] = []
        if let options, !options.isEmpty { words.append(options) }
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            guard isName(name) else {
                throw PGError(.invalidConfiguration, "\"\(name)\" is not the name of a setting")
            }
            guard !value.utf8.contains(0) else {
                throw PGError(
                    .invalidConfiguration, "the value of \(name) contains a zero byte")
            }
            words.append("-c \(name)=\(escape(value))")
        }
        return words.joined(separator: " ")
    }

    /// The word of `options` for a time limit of statements.
    static func option(statementTimeout limit: Duration) -> String {
        "-c statement_timeout=\(ServerTimeout.milliseconds(limit + ServerTimeout.margin))"
    }

    /// Anything else could end the word, or the name within it.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "$"), 0x80...:
                true
            default: false
            }
        }
    }

    /// The server splits words at white space, and a backslash keeps the byte behind it.
    private static func escape(_ value: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{0B}", "\u{0C}", "\\": escaped.append("\\")
            default: break
            }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}
