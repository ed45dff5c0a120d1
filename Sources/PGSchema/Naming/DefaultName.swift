/// The names PostgreSQL itself gives to constraints and indexes that are declared without one.
///
/// Types mapped in Swift and tables written by hand in SQL get the same names this way, so that a
/// violated constraint can be recognised whichever of the two made the table.
///
/// See "CREATE TABLE" in the PostgreSQL manual.
public enum DefaultName {
    /// The longest name PostgreSQL keeps, in bytes of UTF-8; it cuts off the rest.
    public static let maximumLength = 63

    /// The name of a table's primary key, such as `users_pkey`.
    public static func primaryKey(table: String) -> String {
        make(table, nil, "pkey")
    }

    /// The name of a unique constraint, such as `users_email_key`.
    ///
    /// A name in `taken` is avoided by a number at the end, as PostgreSQL does.
    public static func unique(
        table: String, columns: [String], avoiding taken: Set<String> = []
    ) -> String {
        choose(table, joined(columns), "key", avoiding: taken)
    }

    /// The name of a foreign key, such as `posts_author_id_fkey`.
    ///
    /// A name in `taken` is avoided by a number at the end, as PostgreSQL does.
    public static func foreignKey(
        table: String, columns: [String], avoiding taken: Set<String> = []
    ) -> String {
        choose(table, joined(columns), "fkey", avoiding: taken)
    }

    /// The name of a check, such as `users_age_check`; `users_check` when it is not about one column.
    ///
    /// A name in `taken` is avoided by a number at the end, as PostgreSQL does.
    public static func check(
        table: String, column: String? = nil, avoiding taken: Set<String> = []
    ) -> String {
        choose(table, column, "check", avoiding: taken)
    }

    /// The name of an index, such as `posts_author_id_idx`.
    ///
    /// A function call counts as the function's name, another expression as `expr`. A name in
    /// `taken` is avoided by a number at the end, as PostgreSQL does.
    public static func index(
        table: String, keys: [String], avoiding taken: Set<String> = []
    ) -> String {
        choose(table, joined(numbered(keys.map(IndexKey.baseName))), "idx", avoiding: taken)
    }

    /// The name of the column of a Swift property, or of what goes with a Swift type: in snake case,
    /// with acronyms kept together.
    ///
    /// `authorID` is `author_id`, `URLPath` is `url_path`, `userIDs` is `user_ids`.
    public static func column(of property: String) -> String {
        let letters = Array(property)
        var name = ""
        for (index, letter) in letters.enumerated() {
            if startsWord(letters, at: index) { name.append("_") }
            name += letter.lowercased()
        }
        return name
    }

    private static func startsWord(_ letters: [Character], at index: Int) -> Bool {
        guard index > 0, letters[index].isUppercase, letters[index - 1] != "_" else { return false }
        guard letters[index - 1].isUppercase else { return true }
        // Inside an acronym a word starts only at the last capital, and only where a whole word
        // follows: not before the plural of the acronym itself.
        let rest = letters[(index + 1)...].prefix { $0.isLowercase }
        let isPlural = rest == ["s"]
        return !rest.isEmpty && !isPlural
    }

    private static func choose(
        _ table: String, _ middle: String?, _ label: String, avoiding taken: Set<String>
    ) -> String {
        var name = make(table, middle, label)
        var number = 0
        while taken.contains(name) {
            number += 1
            name = make(table, middle, label + String(number))
        }
        return name
    }

    /// Joins the parts; shortens the longer of the first two until the whole fits.
    private static func make(_ table: String, _ middle: String?, _ label: String) -> String {
        var first = table.utf8.count
        var second = middle?.utf8.count ?? 0
        let overhead = label.utf8.count + (middle == nil ? 1 : 2)
        while first + second > maximumLength - overhead, first > 0 || second > 0 {
            if first > second { first -= 1 } else { second -= 1 }
        }
        var name = clip(table, to: first) + "_"
        if let middle { name += clip(middle, to: second) + "_" }
        return name + label
    }

    /// Joins column names; what is beyond one name's length would be cut off anyway.
    private static func joined(_ columns: [String]) -> String {
        var text = ""
        for column in columns {
            if !text.isEmpty { text += "_" }
            text += clip(column, to: maximumLength)
            if text.utf8.count > maximumLength { break }
        }
        return text
    }

    /// Numbers repeated names: `expr`, `expr1`, `expr2`.
    private static func numbered(_ names: [String]) -> [String] {
        var used: Set<String> = []
        return names.map { name in
            var candidate = name
            var number = 0
            while !used.insert(candidate).inserted {
                number += 1
                candidate = name + String(number)
            }
            return candidate
        }
    }

    /// Cuts a text to a number of bytes without splitting a character's encoding.
    private static func clip(_ text: String, to length: Int) -> String {
        guard text.utf8.count > length else { return text }
        var clipped = ""
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            if count > length { break }
            clipped.unicodeScalars.append(scalar)
        }
        return clipped
    }
}
