/// The text representation of arrays, and its reading.
///
/// See "Array Input and Output Syntax" in the PostgreSQL manual.
struct ArrayText {
    /// The elements in row-major order, `nil` being NULL.
    private(set) var elements: [String?] = []
    /// The number of elements in each dimension; none for an empty array.
    private(set) var counts: [Int] = []
    /// The index of the first element in each dimension.
    private(set) var lowerBounds: [Int] = []

    /// Parses the server's text, or returns `nil` when it is not an array.
    init?(parsing text: String, delimiter: Unicode.Scalar = ",") {
        var parser = Parser(bytes: Array(text.utf8), delimiter: delimiter)
        guard let bounds = parser.bounds(), parser.array(at: 0), parser.isAtEnd else { return nil }
        guard parser.elements.isEmpty == parser.counts.contains(0) else { return nil }
        elements = parser.elements
        counts = parser.elements.isEmpty ? [] : parser.counts
        lowerBounds = Array(repeating: 1, count: counts.count)
        guard !bounds.isEmpty else { return }
        guard bounds.count == counts.count else { return nil }
        for (index, bound) in bounds.enumerated() {
            guard bound.upper - bound.lower + 1 == counts[index] else { return nil }
            lowerBounds[index] = bound.lower
        }
    }

    /// Parses the text of an array of at most one dimension; `nil` when it is something else.
    static func parse(_ text: String) -> [String?]? {
        guard let array = ArrayText(parsing: text), array.counts.count <= 1 else { return nil }
        return array.elements
    }

    /// Returns an element in quotes, which is always right.
    static func quote(_ text: String) -> String {
        var quoted = "\""
        quoted.reserveCapacity(text.utf8.count + 2)
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }

    /// Renders elements, each of them quoted, NULL, or an array in braces already.
    static func render(_ elements: [String], delimiter: Unicode.Scalar) -> String {
        "{" + elements.joined(separator: String(delimiter)) + "}"
    }

    private struct Parser {
        let bytes: [UInt8]
        let delimiter: UInt8
        var position = 0
        var elements: [String?] = []
        var counts: [Int] = []
        /// How deep the elements lie, once the first is met: they all lie equally deep.
        var leafDepth: Int?

        init(bytes: [UInt8], delimiter: Unicode.Scalar) {
            self.bytes = bytes
            self.delimiter = UInt8(truncatingIfNeeded: delimiter.value)
        }

        var isAtEnd: Bool { position == bytes.count }

        /// Reads one pair of braces, and whether what is in them has the shape of its siblings.
        mutating func array(at depth: Int) -> Bool {
            guard depth < ArrayReader.maximumDimensions, take(UInt8(ascii: "{")) else {
                return false
            }
            var count = 0
            if take(UInt8(ascii: "}")) { return close(depth, count: 0) }
            while true {
                if peek == UInt8(ascii: "{") {
                    guard leafDepth.map({ $0 > depth }) ?? true, array(at: depth + 1) else {
                        return false
                    }
                } else {
                    guard leafDepth ?? depth == depth, let element = element() else { return false }
                    leafDepth = depth
                    elements.append(element)
                }
                count += 1
                if take(delimiter) { continue }
                return take(UInt8(ascii: "}")) && close(depth, count: count)
            }
        }

        /// Inner braces close first, so a dimension may be known before those around it.
        private mutating func close(_ depth: Int, count: Int) -> Bool {
            while counts.count <= depth { counts.append(-1) }
            if counts[depth] < 0 { counts[depth] = count }
            return counts[depth] == count
        }

        /// Reads `[2:4][0:1]=`, which stands before arrays whose lower bounds are not all one.
        mutating func bounds() -> [(lower: Int, upper: Int)]? {
            var bounds: [(lower: Int, upper: Int)] = []
            while take(UInt8(ascii: "[")) {
                guard let lower = number(), take(UInt8(ascii: ":")), let upper = number(),
                    take(UInt8(ascii: "]"))
                else { return nil }
                bounds.append((lower, upper))
            }
            guard bounds.isEmpty || take(UInt8(ascii: "=")) else { return nil }
            return bounds
        }

        private mutating func number() -> Int? {
            let isNegative = take(UInt8(ascii: "-"))
            var value = 0
            let start = position
            while let digit = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit),
                position - start < 10
            {
                value = value * 10 + Int(digit - UInt8(ascii: "0"))
                position += 1
            }
            return position > start ? (isNegative ? -value : value) : nil
        }

        private mutating func element() -> String?? {
            take(UInt8(ascii: "\"")) ? quoted().map { .some($0) } : bare()
        }

        private mutating func quoted() -> String? {
            var value: [UInt8] = []
            while let byte = peek {
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: value, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let escaped = peek else { return nil }
                    value.append(escaped)
                    position += 1
                default: value.append(byte)
                }
            }
            return nil
        }

        private mutating func bare() -> String?? {
            let start = position
            while let byte = peek, byte != delimiter, byte != UInt8(ascii: "}") {
                guard byte != UInt8(ascii: "{"), byte != UInt8(ascii: "\"") else { return nil }
                position += 1
            }
            guard position > start else { return nil }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            return .some(text == "NULL" ? nil : text)
        }

        private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard peek == byte else { return false }
            position += 1
            return true
        }
    }
}
