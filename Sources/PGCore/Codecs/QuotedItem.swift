/// An item of a list in text, as records and ranges write theirs.
///
/// Any part of it may be in double quotes, inside of which a double quote is doubled, and a backslash
/// makes the character after it stand for itself everywhere. See "Composite Type Input and Output
/// Syntax" in the PostgreSQL manual.
enum QuotedItem {
    /// Takes an item up to the sign that ends it, which stays.
    ///
    /// The inner `nil` means that there is nothing at all, not even quotes; the outer one that the text
    /// ends too early.
    @inline(__always)
    static func take(
        from bytes: [UInt8], at position: inout Int, endingAt isEnd: (UInt8) -> Bool
    ) -> [UInt8]?? {
        var value: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                // Doubled inside of quotes, it stands for itself.
                if isQuoted, position + 1 < bytes.count, bytes[position + 1] == byte {
                    value.append(byte)
                    position += 1
                } else {
                    isQuoted.toggle()
                    wasQuoted = true
                }
            } else if byte == UInt8(ascii: "\\") {
                guard position + 1 < bytes.count else { return nil }
                position += 1
                value.append(bytes[position])
            } else if !isQuoted, isEnd(byte) {
                return .some(wasQuoted || !value.isEmpty ? value : nil)
            } else {
                value.append(byte)
            }
            position += 1
        }
        return nil
    }
}
