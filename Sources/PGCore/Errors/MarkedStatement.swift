/// A statement's text with a caret under one of its characters.
///
/// The server counts characters, from 1, and knows nothing of lines; a terminal counts columns.
struct MarkedStatement {
    /// Statements with more lines are shown around the place only.
    private static let fullLength = 12
    private static let context = 3

    private let lines: [Substring.UnicodeScalarView]
    /// The line of the place, counted from 0.
    private let line: Int
    /// The characters of that line before the place.
    private let offset: Int

    /// Finds the place, or returns `nil` when the text has no such character.
    init?(_ text: String, position: Int) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.last == "\r" ? $0.dropLast() : $0 }
        var start = 1
        var found: (line: Int, offset: Int)?
        let whole = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in whole.enumerated() {
            let end = start + line.count
            // The end counts too: the server points there when the statement ends too early.
            if position >= start, position <= end {
                found = (number, position - start)
                break
            }
            start = end + 1
        }
        guard let found else { return nil }
        (line, offset) = found
    }

    /// The place, such as `line 2, column 5`.
    var place: String {
        lines.count == 1 ? "character \(offset + 1)" : "line \(line + 1), column \(offset + 1)"
    }

    /// The lines to show, the caret's among them.
    var excerpt: [String] {
        let range =
            lines.count <= Self.fullLength
            ? 0..<lines.count
            : max(0, line - Self.context)..<min(lines.count, line + Self.context + 1)
        var shown: [String] = []
        if range.lowerBound > 0 { shown.append("    … line \(range.lowerBound + 1):") }
        for number in range {
            shown.append("    " + String(lines[number]))
            if number == line { shown.append("    " + padding + "^") }
        }
        if range.upperBound < lines.count { shown.append("    …") }
        return shown
    }

    /// As wide as what precedes the place; a tab is kept, since only the terminal knows its width.
    private var padding: String {
        var padding = ""
        for scalar in lines[line].prefix(offset) {
            padding += scalar == "\t" ? "\t" : String(repeating: " ", count: scalar.columns)
        }
        return padding
    }
}

extension Unicode.Scalar {
    /// How many columns of a terminal the character takes.
    ///
    /// The wide ones are those of the Unicode property East_Asian_Width, in whole blocks.
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
