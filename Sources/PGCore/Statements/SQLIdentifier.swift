/// Quoting of names.
///
/// See "Identifiers and Key Words" in the PostgreSQL manual.
public enum SQLIdentifier {
    /// Returns the name in double quotes, with quotes inside doubled.
    ///
    /// A NUL character cannot occur in a name; it is dropped.
    public static func quote(_ name: String) -> String {
        var quoted = "\""
        quoted.reserveCapacity(name.utf8.count + 2)
        for character in name.unicodeScalars where character != "\0" {
            if character == "\"" { quoted.append("\"") }
            quoted.unicodeScalars.append(character)
        }
        quoted.append("\"")
        return quoted
    }

    /// Returns the text as a string literal in single quotes, safe under any server setting.
    public static func quoteLiteral(_ text: String) -> String {
        var quoted = ""
        var hasBackslash = false
        for character in text.unicodeScalars where character != "\0" {
            if character == "'" { quoted.append("'") }
            if character == "\\" {
                quoted.append("\\")
                hasBackslash = true
            }
            quoted.unicodeScalars.append(character)
        }
        return (hasBackslash ? " E'" : "'") + quoted + "'"
    }
}
