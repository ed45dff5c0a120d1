import PGCore

/// What the fields of a user must be like.
///
/// Each rule returns what is wrong, or `nil`.
enum UserRules {
    static func email(_ text: String) -> String? {
        guard text.utf8.count <= 254 else { return "must have at most 254 bytes" }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let hasForm =
            parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
            && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".")
            && text.unicodeScalars.allSatisfy(isVisible)
        return hasForm ? nil : "must look like name@example.org"
    }

    static func name(_ text: String) -> String? {
        guard text.contains(where: { !$0.isWhitespace }) else { return "must not be empty" }
        guard text.count <= 200 else { return "must have at most 200 characters" }
        // PostgreSQL's text holds every character but this one.
        return text.unicodeScalars.contains("\0") ? "must not contain a NUL character" : nil
    }

    static func age(_ years: Int) -> String? {
        (0...150).contains(years) ? nil : "must be from 0 to 150"
    }

    static func role(_ name: String) -> String? {
        guard Role(rawValue: name) == nil else { return nil }
        return "must be one of \(Role.labels.joined(separator: ", "))"
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
    }
}
