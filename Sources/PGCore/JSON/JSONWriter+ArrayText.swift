/// Arrays that arrived in text format.
///
/// See "Array Input and Output Syntax" in the PostgreSQL manual.
extension JSONWriter {
    mutating func arrayText(_ cell: Cell) throws(PGError) {
        var text = cell.array
        if cell.type == .int2vector || cell.type == .oidvector {
            // Numbers and spaces: the rest of an array's text is what is missing.
            text = [.openBrace] + text.map { $0 == 0x20 ? .comma : $0 } + [.closeBrace]
        }
        // The elements of a box are separated by semicolons, because they contain commas.
        let separator = cell.type.arrayElement == .box ? UInt8(ascii: ";") : .comma
        var parser = ArrayTextParser(text: text, separator: separator)
        let element = cell.type.arrayElement ?? .int8
        parser.skipBounds()
        guard try items(&parser, element, JSONKind(element), depth: 0), parser.isAtEnd else {
            throw PGError.malformed(JSONText.self, cell)
        }
    }

    /// Writes what stands in one pair of braces, and returns whether it was well formed.
    private mutating func items(
        _ parser: inout ArrayTextParser, _ element: OID, _ kind: JSONKind, depth: Int
    ) throws(PGError) -> Bool {
        guard depth < 6, parser.take(.openBrace) else { return false }
        bytes.append(.openBracket)
        var isFirst = true
        while !(isFirst && parser.take(.closeBrace)) {
            if !isFirst { bytes.append(.comma) }
            isFirst = false
            if parser.peek == .openBrace {
                guard try items(&parser, element, kind, depth: depth + 1) else { return false }
            } else {
                guard let item = parser.item() else { return false }
                try self.item(item, element, kind)
            }
            if parser.take(parser.separator) { continue }
            guard parser.take(.closeBrace) else { return false }
            break
        }
        bytes.append(.closeBracket)
        return true
    }

    private mutating func item(
        _ item: ArrayTextParser.Item, _ element: OID, _ kind: JSONKind
    ) throws(PGError) {
        guard case .value(let value) = item else { return null() }
        try Cell.withBytes(value, type: element, format: .text) { (cell) throws(PGError) in
            try self.value(cell, kind)
        }
    }
}

/// Reads the items of an array's text.
struct ArrayTextParser {
    enum Item {
        case null
        case value([UInt8])
    }

    private let text: [UInt8]
    private var position = 0
    let separator: UInt8

    init(text: [UInt8], separator: UInt8) {
        self.text = text
        self.separator = separator
    }

    var isAtEnd: Bool { position == text.count }

    var peek: UInt8? { position < text.count ? text[position] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    /// An array whose lower bound is not one is preceded by `[2:4]=`.
    mutating func skipBounds() {
        guard peek == .openBracket, let equals = text.firstIndex(of: UInt8(ascii: "=")) else {
            return
        }
        position = equals + 1
    }

    /// Takes a quoted or a bare item, or returns `nil` when there is none.
    mutating func item() -> Item? {
        var value: [UInt8] = []
        if take(.quote) {
            while let byte = next() {
                if byte == .quote { return .value(value) }
                guard byte == .backslash else {
                    value.append(byte)
                    continue
                }
                guard let escaped = next() else { return nil }
                value.append(escaped)
            }
            return nil
        }
        while let byte = peek, byte != separator, byte != .closeBrace {
            guard byte != .openBrace, byte != .quote else { return nil }
            value.append(byte)
            position += 1
        }
        guard !value.isEmpty else { return nil }
        return value == Array("NULL".utf8) ? .null : .value(value)
    }

    private mutating func next() -> UInt8? {
        guard let peek else { return nil }
        position += 1
        return peek
    }
}
