/// How much a position of a ``PGTSVector`` counts in a ranking.
public enum PGTSWeight: UInt8, Hashable, Sendable, CaseIterable {
    /// The least, and what a position has unless something else is said.
    case d = 0
    /// More than ``d``.
    case c = 1
    /// More than ``c``.
    case b = 2
    /// The most.
    case a = 3

    /// The letter; none for ``d``, which the server leaves out.
    var suffix: String {
        switch self {
        case .a: "A"
        case .b: "B"
        case .c: "C"
        case .d: ""
        }
    }
}

/// The weights that a lexeme of a ``PGTSQuery`` is looked for with.
public struct PGTSWeights: OptionSet, Hashable, Sendable {
    /// One bit for each weight, the lowest for ``PGTSWeight/d``.
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Only positions of weight A.
    public static let a = PGTSWeights(rawValue: 8)
    /// Only positions of weight B.
    public static let b = PGTSWeights(rawValue: 4)
    /// Only positions of weight C.
    public static let c = PGTSWeights(rawValue: 2)
    /// Only positions of weight D.
    public static let d = PGTSWeights(rawValue: 1)

    static let letters: [(weight: PGTSWeights, letter: String)] = [
        (.a, "A"), (.b, "B"), (.c, "C"), (.d, "D"),
    ]
}

/// The spelling of lexemes in both text search types.
enum LexemeText {
    /// Puts the word in quotes, with quotes and backslashes doubled.
    static func quote(_ word: String) -> String {
        var text = "'"
        for scalar in word.unicodeScalars {
            if scalar == "'" || scalar == "\\" { text.unicodeScalars.append(scalar) }
            text.unicodeScalars.append(scalar)
        }
        return text + "'"
    }

    /// Takes a word in quotes, or one of characters without a meaning of their own.
    static func scan(_ scanner: inout TextScanner) -> String? {
        let word =
            scanner.peek == UInt8(ascii: "'")
            ? scanner.quoted(by: "'")
            : scanner.characters { $0 > UInt8(ascii: " ") && !"!&|()<>:'\\*,".utf8.contains($0) }
        guard let word, !word.isEmpty, !word.utf8.contains(0) else { return nil }
        return word
    }
}
