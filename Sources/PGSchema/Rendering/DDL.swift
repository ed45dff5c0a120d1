import PGCore

/// Pieces that all data definition statements share.
enum DDL {
    /// Makes a statement of text that this module rendered.
    static func statement(_ text: String) -> SQLStatement {
        var statement = SQLStatement()
        statement.append(raw: text)
        return statement
    }

    /// A parenthesised list of quoted column names.
    static func columnList(_ columns: [String]) -> String {
        "(" + columns.map(SQLIdentifier.quote).joined(separator: ", ") + ")"
    }

    /// A statement that does nothing when what it makes exists.
    ///
    /// For commands without `IF NOT EXISTS`. Two sessions that make the same type at once meet a
    /// unique violation in the catalog instead of a duplicate object; both mean that it exists.
    static func ignoringDuplicates(_ command: String) -> String {
        dollarQuoted(
            """
            BEGIN
                \(command);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END
            """)
    }

    private static func dollarQuoted(_ body: String) -> String {
        var tag = "$strata$"
        var number = 0
        while body.contains(tag) {
            number += 1
            tag = "$strata\(number)$"
        }
        return "DO \(tag) \(body) \(tag)"
    }
}
