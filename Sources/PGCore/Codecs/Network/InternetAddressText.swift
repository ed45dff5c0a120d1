/// The spellings of internet addresses.
enum InternetAddressText {
    /// Renders 4 or 16 bytes as the server does.
    static func render(_ bytes: [UInt8]) -> String {
        bytes.count == 4 ? dotted(bytes) : colons(bytes)
    }

    private static func dotted(_ bytes: some Collection<UInt8>) -> String {
        bytes.map { String($0) }.joined(separator: ".")
    }

    private static func colons(_ bytes: [UInt8]) -> String {
        let words = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        func hexadecimal(_ range: Range<Int>) -> String {
            words[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros = longestRunOfZeros(words) else { return hexadecimal(0..<8) }
        // An IPv4 address inside, mapped or compatible, is shown as one.
        let holdsV4 = zeros == 0..<6 || (zeros == 0..<5 && words[5] == 0xFFFF)
        let end =
            holdsV4
            ? (zeros.upperBound == 5 ? "ffff:" : "") + dotted(bytes[12...])
            : hexadecimal(zeros.upperBound..<8)
        return hexadecimal(0..<zeros.lowerBound) + "::" + end
    }

    /// The first of the longest runs of at least two zeros, which the text leaves out.
    private static func longestRunOfZeros(_ words: [Int]) -> Range<Int>? {
        var best = 0..<0
        var start = 0
        for (index, word) in words.enumerated() {
            if word != 0 { start = index + 1 }
            if index + 1 - start > best.count { best = start..<index + 1 }
        }
        return best.count >= 2 ? best : nil
    }

    /// Reads an address and the prefix length after a slash.
    static func parse(_ text: String) -> (bytes: [UInt8], prefixLength: Int?)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count <= 2,
            let bytes = address.utf8.contains(UInt8(ascii: ":"))
                ? sixteen(address) : four(address)
        else { return nil }
        guard parts.count == 2 else { return (bytes, nil) }
        guard let length = decimal(parts[1]) else { return nil }
        return (bytes, length)
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in decimal(part).flatMap { UInt8(exactly: $0) } }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func sixteen(_ text: Substring) -> [UInt8]? {
        let halves = split(text)
        // An IPv4 address may stand at the very end only.
        guard let front = words(halves.front, endsInV4: halves.back == nil),
            let back = words(halves.back ?? "", endsInV4: true)
        else { return nil }
        let missing = 16 - front.count - back.count
        guard halves.back == nil ? missing == 0 : missing >= 2 else { return nil }
        return front + [UInt8](repeating: 0, count: missing) + back
    }

    /// Splits at the first `::`; a second one makes an empty word, which is refused.
    private static func split(_ text: Substring) -> (front: Substring, back: Substring?) {
        var previous: Substring.Index?
        for index in text.indices {
            if let previous, text[index] == ":", text[previous] == ":" {
                return (text[..<previous], text[text.index(after: index)...])
            }
            previous = index
        }
        return (text, nil)
    }

    private static func words(_ text: Substring, endsInV4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        for (index, part) in parts.enumerated() {
            if endsInV4, index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
                guard let tail = four(part) else { return nil }
                return bytes + tail
            }
            guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
                let word = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(word >> 8), UInt8(truncatingIfNeeded: word)]
        }
        return bytes.count <= 16 ? bytes : nil
    }

    private static func decimal(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Int(text)
    }
}
