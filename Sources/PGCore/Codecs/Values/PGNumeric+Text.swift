#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension PGNumeric: TextCodable {
    /// Makes a number from its decimal text, such as `-12.50`, `1e-9`, `NaN` or `Infinity`.
    ///
    /// It is `nil` for anything else, and for a number that the server could not hold.
    public init?(_ text: String) {
        var scanner = NumeralScanner(rest: text.utf8[...])
        guard let storage = scanner.numeral() else { return nil }
        self.init(storage: storage)
    }

    /// The canonical text: exactly what the server prints.
    public var description: String {
        switch storage {
        case .nan: "NaN"
        case .infinity: "Infinity"
        case .negativeInfinity: "-Infinity"
        case .finite(let digits): digits.text
        }
    }
}

extension PGNumeric {
    /// Decodes the number from its text, or from a JSON number that an integer or `Decimal` holds.
    ///
    /// - Throws: `DecodingError` when it is neither.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            guard let value = PGNumeric(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "the text is not a PGNumeric")
            }
            self = value
        } else if let integer = try? container.decode(Int64.self) {
            self.init(integer)
        } else {
            self.init(try container.decode(Decimal.self))
        }
    }
}

extension PGNumeric.Digits {
    /// Returns the group that counts this power of 10000.
    private func group(at power: Int) -> UInt16 {
        let index = weight - power
        return groups.indices.contains(index) ? groups[index] : 0
    }

    private static func append(_ group: UInt16, to text: inout [UInt8]) {
        for divisor in [1_000, 100, 10, 1] as [UInt16] {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: group / divisor % 10))
        }
    }

    fileprivate var text: String {
        var integer: [UInt8] = []
        if weight >= 0 {
            integer.reserveCapacity(4 * weight + 4)
            for power in (0...weight).reversed() { Self.append(group(at: power), to: &integer) }
        }
        let significant = integer.drop { $0 == UInt8(ascii: "0") }
        var text = isNegative ? [UInt8(ascii: "-")] : []
        text.append(contentsOf: significant.isEmpty ? [UInt8(ascii: "0")] : Array(significant))
        guard scale > 0 else { return String(decoding: text, as: UTF8.self) }
        text.append(UInt8(ascii: "."))
        let end = text.count + scale
        var power = -1
        while text.count < end {
            Self.append(group(at: power), to: &text)
            power -= 1
        }
        return String(decoding: text.prefix(end), as: UTF8.self)
    }

    /// Makes a number from its digits, of which the last `fractionCount` follow the point.
    fileprivate init(isNegative: Bool, digits: [UInt8], fractionCount: Int) {
        let integerCount = digits.count - fractionCount
        // Whole groups on both sides of the point: pad in front and behind with zeros.
        let front = (4 - integerCount % 4) % 4
        let padded =
            Array(repeating: 0, count: front) + digits
            + Array(repeating: 0, count: (4 - fractionCount % 4) % 4)
        let groups = stride(from: 0, to: padded.count, by: 4).map { start in
            padded[start..<start + 4].reduce(UInt16(0)) { $0 * 10 + UInt16($1) }
        }
        self.init(
            isNegative: isNegative, weight: (integerCount + front) / 4 - 1,
            scale: fractionCount, groups: groups)
    }
}

/// Reads a decimal numeral.
private struct NumeralScanner {
    var rest: Substring.UTF8View

    mutating func numeral() -> PGNumeric.Storage? {
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        switch String(Substring(rest)).lowercased() {
        case "nan": return .nan
        case "infinity", "inf": return isNegative ? .negativeInfinity : .infinity
        default: return finite(isNegative: isNegative)
        }
    }

    private mutating func finite(isNegative: Bool) -> PGNumeric.Storage? {
        var digits = digits()
        var fractionCount = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = self.digits()
            fractionCount = fraction.count
            digits += fraction
        }
        guard !digits.isEmpty, let exponent = exponent(), rest.isEmpty else { return nil }
        fractionCount -= exponent
        // A positive exponent moves the point to the right, past the last digit with zeros.
        if fractionCount < 0 {
            guard fractionCount >= -PGNumeric.maximumIntegerDigits else { return nil }
            digits += Array(repeating: 0, count: -fractionCount)
            fractionCount = 0
        }
        guard fractionCount <= PGNumeric.maximumScale else { return nil }
        if digits.count < fractionCount {
            digits = Array(repeating: 0, count: fractionCount - digits.count) + digits
        }
        let significant = digits.drop { $0 == 0 }.count
        guard significant - fractionCount <= PGNumeric.maximumIntegerDigits else { return nil }
        return .finite(
            PGNumeric.Digits(isNegative: isNegative, digits: digits, fractionCount: fractionCount))
    }

    private mutating func digits() -> [UInt8] {
        let zero = UInt8(ascii: "0")
        let digits = rest.prefix { (zero...zero + 9).contains($0) }
        rest = rest[digits.endIndex...]
        return digits.map { $0 - zero }
    }

    /// Takes an exponent, 0 when there is none; `nil` when it is malformed or far out of range.
    private mutating func exponent() -> Int? {
        guard let first = rest.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E")
        else { return 0 }
        guard let value = Int(Substring(rest.dropFirst())), (-200_000...200_000).contains(value)
        else {
            return nil
        }
        rest = rest[rest.endIndex...]
        return value
    }
}
