/// Which statements change what others mean.
///
/// A statement that was parsed before a column was added, or a type was made anew, is out of date
/// afterwards. The server notices at the next execution, which is too late inside a transaction; so
/// the driver looks at the statements it runs itself.
enum SchemaChange: Sendable {
    case none
    /// Something new, which concerns others only when it is taken back.
    case adds
    /// It may change the columns or the types of another statement.
    case alters

    /// Judges a statement by its first words.
    ///
    /// A function or a `DO` block that hides such a statement is not seen.
    init(madeBy text: String) {
        var scanner = SQLWordScanner(text)
        switch scanner.next() {
        case "ALTER", "DROP":
            self = Self.harmless.contains(scanner.next() ?? "") ? .none : .alters
        case "CREATE":
            let what = scanner.next() ?? ""
            if what == "OR" {
                let isHarmless = ["FUNCTION", "TRIGGER", "PROCEDURE"].contains(
                    Self.afterReplace(&scanner))
                self = isHarmless ? .none : .alters
            } else {
                self = what == "UNIQUE" || Self.harmless.contains(what) ? .none : .adds
            }
        default:
            self = .none
        }
    }

    /// Whether a statement may change the columns or the types of another one.
    static func isMade(by text: String) -> Bool { SchemaChange(madeBy: text) == .alters }

    private static func afterReplace(_ scanner: inout SQLWordScanner) -> String {
        _ = scanner.next()
        return scanner.next() ?? ""
    }

    /// What has neither columns nor values.
    private static let harmless: Set<String> = [
        "DATABASE", "DEFAULT", "EVENT", "GROUP", "INDEX", "POLICY", "PROCEDURE", "PUBLICATION",
        "ROLE", "RULE", "SEQUENCE", "STATISTICS", "SUBSCRIPTION", "SYSTEM", "TABLESPACE", "TRIGGER",
        "USER",
    ]
}
