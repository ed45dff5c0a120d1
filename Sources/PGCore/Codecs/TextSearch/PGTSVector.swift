/// A document prepared for text search: the value of a `tsvector` column.
///
/// It is the set of the document's lexemes, each with the places where it stands. The lexemes are
/// kept in the server's order, without repetitions. See "Text Search Types" in the PostgreSQL manual.
public struct PGTSVector: Hashable, Sendable {
    /// A place in the document.
    public struct Position: Hashable, Sendable {
        /// The number of the word in the document, from 1 to 16383.
        public let number: Int

        /// How much it counts.
        public let weight: PGTSWeight

        /// Makes a position; a number past the ends is the nearest that exists, as on the server.
        public init(_ number: Int, weight: PGTSWeight = .d) {
            self.number = max(1, min(number, 16_383))
            self.weight = weight
        }
    }

    /// A word in its normal form.
    public struct Lexeme: Hashable, Sendable {
        /// The word.
        public let word: String

        /// Where it stands, in order; empty when that is not kept.
        public let positions: [Position]

        /// Makes a lexeme, putting the positions in order.
        ///
        /// Of positions with the same number the one with the greatest weight stays, and of all of
        /// them 255, as on the server.
        public init(_ word: String, _ positions: [Position] = []) {
            self.word = word
            var kept: [Position] = []
            let sorted = positions.sorted {
                ($0.number, $1.weight.rawValue) < ($1.number, $0.weight.rawValue)
            }
            for position in sorted where position.number != kept.last?.number && kept.count < 255 {
                kept.append(position)
            }
            self.positions = kept
        }
    }

    /// The lexemes, in the order of their bytes.
    public let lexemes: [Lexeme]

    /// Makes a vector, putting the lexemes in order and those of the same word together.
    public init(_ lexemes: [Lexeme]) {
        var merged: [Lexeme] = []
        let sorted = lexemes.sorted { $0.word.utf8.lexicographicallyPrecedes($1.word.utf8) }
        for lexeme in sorted {
            // Not `==`, for which two spellings of the same accent are equal.
            if let last = merged.last, last.word.utf8.elementsEqual(lexeme.word.utf8) {
                merged[merged.count - 1] = Lexeme(last.word, last.positions + lexeme.positions)
            } else {
                merged.append(lexeme)
            }
        }
        self.lexemes = merged
    }
}
