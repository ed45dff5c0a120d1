/// The name a column has unless `@Column` gives another.
///
/// The same as `DefaultName.column(of:)`, which a plug-in that is built for another machine than the
/// program does not import.
enum ColumnName {
    /// Returns the property's name in snake case, with acronyms kept together.
    ///
    /// `authorID` is `author_id`, `URLPath` is `url_path`, `userIDs` is `user_ids`.
    static func of(_ property: String) -> String {
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
}
