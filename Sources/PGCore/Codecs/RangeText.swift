/// The text representation of ranges and multiranges.
///
/// See "Range Input/Output" in the PostgreSQL manual.
struct RangeText {
    /// One end of a range: its text, `nil` for no end.
    struct End {
        let text: String?
        let isInclusive: Bool
    }

    enum Parts {
        case empty
        case bounds(End, End)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Takes a range, or returns `nil` when none is next.
    mutating func range() -> Parts? {
        if bytes[position...].starts(with: "empty".utf8) {
            position += 5
            return .empty
        }
        let startsInclusive = take("[")
        guard startsInclusive || take("("), let lower = bound(), take(","), let upper = bound()
        else { return nil }
        let endsInclusive = take("]")
        guard endsInclusive || take(")") else { return nil }
        return .bounds(
            End(text: lower, isInclusive: startsInclusive),
            End(text: upper, isInclusive: endsInclusive))
    }

    /// Takes ranges in braces, separated by commas.
    mutating func multirange() -> [Parts]? {
        guard take("{") else { return nil }
        var ranges: [Parts] = []
        if take("}") { return ranges }
        while let range = range() {
            ranges.append(range)
            if take(",") { continue }
            return take("}") ? ranges : nil
        }
        return nil
    }

    /// Returns a bound in quotes where its text could be mistaken for the range's own signs.
    static func quoteIfNeeded(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
        return isPlain ? text : ArrayText.quote(text)
    }

    /// Takes a bound's text; no text at all means no bound.
    private mutating func bound() -> String?? {
        let bound = QuotedItem.take(from: bytes, at: &position) { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
        }
        return bound.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else {
            return false
        }
        position += 1
        return true
    }
}
