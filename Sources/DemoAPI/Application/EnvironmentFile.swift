/// The variables in a file like `.env`: a line for each, `NAME=value`.
///
/// Lines that are empty or begin with `#` are left out, and so is `export`. A value may be in single
/// or double quotes; nothing in it is replaced.
struct EnvironmentFile: Equatable {
    let variables: [String: String]

    /// - Throws: ``DemoError`` that names the line; what is on it may be a secret.
    init(_ text: String) throws(DemoError) {
        var variables: [String: String] = [:]
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let (name, value) = Self.variable(line) else {
                throw DemoError(
                    "line \(index + 1) of .env is no variable", hint: "Write it as NAME=value")
            }
            variables[name] = value
        }
        self.variables = variables
    }

    private static func variable(_ line: Substring) -> (String, String)? {
        let line = line.hasPrefix("export ") ? line.dropFirst(7).trimmed : line
        guard let sign = line.firstIndex(of: "=") else { return nil }
        let name = line[..<sign].trimmed
        let isName = name.utf8.allSatisfy {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_")
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        guard isName, !name.isEmpty else { return nil }
        let value = line[line.index(after: sign)...].trimmed
        for quote in ["\"", "'"] where value.hasPrefix(quote) {
            guard value.count >= 2, value.hasSuffix(quote) else { return nil }
            return (String(name), String(value.dropFirst().dropLast()))
        }
        return (String(name), String(value))
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
