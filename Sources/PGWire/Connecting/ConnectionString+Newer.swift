import PGCore

extension ConnectionString {
    /// Parameters that Strata understands by itself where libpq is too old for them.
    static let newerKeywords: Set<String> = ["load_balance_hosts", "require_auth"]

    /// Returns the parameters a URI or a key/value string names.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` with libpq's words when it is malformed.
    static func read(_ text: String) throws(PGError) -> [String: String] {
        guard !LibpqCapabilities.current.hasRequireAuth,
            newerKeywords.contains(where: { text.contains($0) })
        else { return try parse(text) }
        let (rest, newer) = text.contains("://") ? takeFromURI(text) : takeFromList(text)
        var keywords = try parse(rest)
        for (keyword, value) in newer { keywords[keyword] = value }
        return keywords
    }

    private static func takeFromURI(_ text: String) -> (String, [String: String]) {
        guard let mark = text.lastIndex(of: "?") else { return (text, [:]) }
        var taken: [String: String] = [:]
        let query = text[text.index(after: mark)...].split(
            separator: "&", omittingEmptySubsequences: false
        ).filter { pair in
            guard let equals = pair.firstIndex(of: "="),
                newerKeywords.contains(String(pair[..<equals]))
            else { return true }
            taken[String(pair[..<equals])] = withoutPercents(pair[pair.index(after: equals)...])
            return false
        }
        let rest = query.isEmpty ? "" : "?" + query.joined(separator: "&")
        return (text[..<mark] + rest, taken)
    }

    private static func withoutPercents(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Walks over `keyword = 'value'` pairs as libpq does, and keeps what it cannot make sense of.
    private static func takeFromList(_ text: String) -> (String, [String: String]) {
        var taken: [String: String] = [:]
        var kept = ""
        var rest = text[...]
        while !rest.isEmpty {
            let start = rest
            rest = rest.drop { $0.isWhitespace }
            let keyword = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest.dropFirst(keyword.count).drop { $0.isWhitespace }
            guard rest.first == "=" else {
                kept += start
                break
            }
            rest = rest.dropFirst().drop { $0.isWhitespace }
            let value = takeValue(&rest)
            if newerKeywords.contains(String(keyword)) {
                taken[String(keyword)] = value
            } else {
                kept += start[..<rest.startIndex]
            }
        }
        return (kept, taken)
    }

    private static func takeValue(_ rest: inout Substring) -> String {
        let isQuoted = rest.first == "'"
        if isQuoted { rest = rest.dropFirst() }
        var value = ""
        while let character = rest.first {
            if isQuoted ? character == "'" : character.isWhitespace { break }
            rest = rest.dropFirst()
            if character == "\\", let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        if isQuoted { rest = rest.dropFirst() }
        return value
    }

    /// Returns libpq's complaint without the pieces of the string that may be a secret.
    ///
    /// It quotes the place where it got stuck, which is in the middle of the password when that holds
    /// an unescaped blank or percent sign.
    static func withoutSecrets(_ complaint: String, quotedFrom text: String) -> String {
        guard text.contains("@") || text.contains("password") else { return complaint }
        // Quotes of another language's translation.
        guard complaint.allSatisfy(\.isASCII) else { return "malformed" }
        let parts = complaint.split(separator: "\"", omittingEmptySubsequences: false)
        // An even number of marks, and none inside what is quoted.
        guard parts.count % 2 == 1, parts.count <= 7 else { return "malformed" }
        return parts.enumerated().map { index, part in
            let isQuoted = index % 2 == 1
            guard isQuoted else { return String(part) }
            return mayShow(part, from: text) ? "\"\(part)\"" : "\"…\""
        }.joined()
    }

    private static func mayShow(_ part: Substring, from text: String) -> Bool {
        if part == "=" || part == "://" { return true }
        guard part.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return false }
        guard let region = publicRegion(of: text) else { return false }
        return region.contains(part) && !text.replacing(region, with: "").contains(part)
    }

    /// The part of a connection string that can hold no password.
    private static func publicRegion(of text: String) -> Substring? {
        guard text.contains("://") else {
            guard let secret = text.firstRange(of: "password") else { return text[...] }
            return text[..<secret.lowerBound]
        }
        guard !text.contains("password") else { return nil }
        guard let at = text.lastIndex(of: "@") else { return text[...] }
        return text[text.index(after: at)...]
    }
}
