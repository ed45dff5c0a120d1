/// Which statements change what others mean.
///
/// A statement that was parsed before a column was added, or a type was made anew, is out of date
/// afterwards. The server notices at the next execution, which is too late inside a transaction; so
/// the driver looks at the statements it runs itself.
enum SchemaChange {
    /// Whether a statement may change the columns or the types of another one.
    ///
    /// The first words tell. A function or a `DO` block that hides such a statement is not seen.
    static func isMade(by text: String) -> Bool {
        var scanner = SQLWordScanner(text)
        switch scanner.next() {
        case "ALTER", "DROP":
            return !harmless.contains(scanner.next() ?? "")
        case "CREATE":
            return scanner.next() == "OR"
                && !["FUNCTION", "TRIGGER", "PROCEDURE"].contains(
                    afterReplace(&scanner))
        default:
            return false
        }
    }

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
