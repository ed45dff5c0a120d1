import PGCore

/// The fields of a user, and what each may be.
enum UserFields {
    static let email = Field("email", emailRule)
    static let name = Field("name", .line(1...200, example: "Ada"))
    static let age = Field("age", .whole(0...150))
    static let role = Field("role", .word(of: Role.labels))

    private static let emailRule = FieldRule<String>(
        JSONSchema(
            kinds: [.string],
            pattern: "^\(visible)+@(\(label)\\.)+\(label)$",
            lengths: 5...254, example: "ada@example.org")
    ) { text in
        guard text.unicodeScalars.count <= 254 else { return "must have at most 254 characters" }
        return isAddress(text) ? nil : "must look like name@example.org"
    }

    /// Neither white space nor control characters, nor the sign that separates the parts.
    private static let visible = #"[^@\s\u0000-\u001f\u007f-\u009f]"#
    private static let label = #"[^@.\s\u0000-\u001f\u007f-\u009f]+"#

    /// The pattern by hand: it is asked for every user that is created.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return false }
        let labels = parts[1].split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count > 1 && !labels.contains(where: \.isEmpty)
            && text.unicodeScalars.allSatisfy(isVisible)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar > " " && scalar != "\u{7f}" }
        return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
            && scalar != "\u{feff}"
    }
}
