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

    /// Returns the name as it is when SQL reads it as itself, and quoted otherwise.
    ///
    /// It is what the server's `quote_ident` returns, so that names of types can be compared with
    /// what the server prints. To write SQL, ``quote(_:)`` is always right.
    public static func quoteIfNeeded(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: false
            }
        }
        guard isPlain, let first = name.utf8.first, first > UInt8(ascii: "9"),
            !keywords.contains(name)
        else {
            return quote(name)
        }
        return name
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
