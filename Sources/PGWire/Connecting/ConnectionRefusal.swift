import PGCore

/// What libpq says about an attempt that failed, taken apart.
///
/// libpq keeps no fields of an error met while connecting, only text. Its verbose form has the
/// SQLSTATE, behind the severity and two blanks, and the place in the server's source, which nobody
/// needs.
struct ConnectionRefusal {
    let message: String
    let sqlState: SQLState?
    private let severity: String

    init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeAll { Self.isPlaceInSource($0) }
        var state: SQLState?
        var severity = "FATAL"
        for index in lines.indices {
            guard let found = Self.state(in: lines[index]) else { continue }
            state = SQLState(rawValue: found.code)
            severity = found.severity
            lines[index] = found.line
        }
        message = lines.joined(separator: "\n")
        sqlState = state
        self.severity = severity
    }

    /// The failed attempt as an error.
    var error: PGError {
        let error = PGError(.connectionFailed, message)
        guard let sqlState else { return error }
        return error.reported(
            by: ServerError(severity: severity, sqlState: sqlState, message: message))
    }

    /// `LOCATION:  auth_failed, auth.c:336`, whatever the first word is in the user's language.
    private static func isPlaceInSource(_ line: String) -> Bool {
        guard let colon = line.lastIndex(of: ":"), line[..<colon].hasSuffix(".c") else {
            return false
        }
        let number = line[line.index(after: colon)...]
        return line.contains(":  ") && !number.isEmpty && number.allSatisfy(\.isNumber)
    }

    private static func state(
        in line: String
    ) -> (code: String, severity: String, line: String)? {
        guard let mark = line.firstRange(of: ":  ") else { return nil }
        let code = line[mark.upperBound...].prefix(5)
        let rest = line[mark.upperBound...].dropFirst(5)
        guard code.count == 5, rest.hasPrefix(": "),
            code.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) })
        else { return nil }
        let before = line[..<mark.lowerBound]
        let severity = before.split(separator: " ").last.map(String.init) ?? "FATAL"
        return (String(code), severity, before + ":  " + rest.dropFirst(2))
    }
}
