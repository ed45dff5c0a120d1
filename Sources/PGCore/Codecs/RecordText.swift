/// The text representation of records, and its reading.
///
/// See "Composite Type Input and Output Syntax" in the PostgreSQL manual.
enum RecordText {
    /// Parses the server's text into the fields' texts, `nil` being NULL.
    ///
    /// `()` is a record without fields or one whose only field is NULL: `isEmpty` decides.
    static func parse(_ bytes: [UInt8], isEmpty: Bool) -> [[UInt8]?]? {
        guard bytes.first == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")"), bytes.count >= 2
        else { return nil }
        if bytes.count == 2, isEmpty { return [] }
        var fields: [[UInt8]?] = []
        var position = 1
        while true {
            guard let field = field(in: bytes, at: &position) else { return nil }
            fields.append(field)
            guard position < bytes.count else { return nil }
            position += 1
            if bytes[position - 1] == UInt8(ascii: ")") {
                return position == bytes.count ? fields : nil
            }
        }
    }

    /// Takes a field up to the comma or bracket after it; nothing at all means NULL.
    private static func field(in bytes: [UInt8], at position: inout Int) -> [UInt8]?? {
        QuotedItem.take(from: bytes, at: &position) { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")")
        }
    }

    /// Renders fields, `nil` being NULL; every field is quoted, which is always right.
    static func render(_ fields: [String?]) -> String {
        "(" + fields.map { $0.map(ArrayText.quote) ?? "" }.joined(separator: ",") + ")"
    }
}
