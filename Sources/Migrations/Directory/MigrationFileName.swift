/// A file name of the form `<version>_<name>.up.sql` or `<version>_<name>.down.sql`.
struct MigrationFileName {
    /// Which of a migration's two files it is.
    enum Direction: String {
        case up
        case down
    }

    let version: Int
    let name: String
    let direction: Direction

    /// Reads a name, or returns `nil` when it has another form.
    init?(_ fileName: String) {
        let parts = fileName.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2] == "sql",
            let direction = Direction(rawValue: String(parts[1]))
        else { return nil }
        let digits = parts[0].prefix { ("0"..."9").contains($0) }
        let rest = parts[0].dropFirst(digits.count)
        guard digits.count <= 18, let version = Int(digits), rest.first == "_", rest.count > 1,
            rest.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
        else { return nil }
        self.version = version
        name = String(rest.dropFirst())
        self.direction = direction
    }

    /// Makes a name's slug of what a person typed: lower case, words joined by `_`.
    static func slug(of text: String) -> String {
        text.lowercased()
            .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            .joined(separator: "_")
    }
}
