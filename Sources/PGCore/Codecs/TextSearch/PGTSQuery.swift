/// A search in documents: the value of a `tsquery` column.
///
/// ```swift
/// let query: PGTSQuery = .lexeme("fat").and(.lexeme("rat", prefix: true)).or(.lexeme("cat").negated)
/// ```
///
/// Lexemes are words in their normal form, which `to_tsquery` and `websearch_to_tsquery` make of
/// what people write. See "Text Search Types" in the PostgreSQL manual.
public struct PGTSQuery: Hashable, Sendable {
    /// A part of a query.
    public enum Item: Hashable, Sendable {
        /// A word; with no weights, positions of any weight match.
        case lexeme(String, weights: PGTSWeights, prefix: Bool)
        /// Documents that the operand does not match.
        case not
        /// Documents that both operands match.
        case and
        /// Documents that an operand matches.
        case or
        /// Documents in which the right operand stands that many words after the left one.
        case followedBy(distance: UInt16)
    }

    /// The parts as the server sends them: each operator before its operands, the right one first.
    ///
    /// An empty query has none.
    public let items: [Item]

    init(unchecked items: [Item]) {
        self.items = items
    }

    /// A query without lexemes, which matches nothing.
    public static let empty = PGTSQuery(unchecked: [])

    /// Makes a query for one word, or for all words it is the beginning of.
    public static func lexeme(
        _ word: String, weights: PGTSWeights = [], prefix: Bool = false
    ) -> PGTSQuery {
        PGTSQuery(unchecked: [.lexeme(word, weights: weights, prefix: prefix)])
    }

    /// Matches what this query does not match.
    public var negated: PGTSQuery {
        items.isEmpty ? self : PGTSQuery(unchecked: [.not] + items)
    }

    /// Matches what both queries match; an empty one leaves the other as it is.
    public func and(_ other: PGTSQuery) -> PGTSQuery { joined(.and, other) }

    /// Matches what one of the queries matches; an empty one leaves the other as it is.
    public func or(_ other: PGTSQuery) -> PGTSQuery { joined(.or, other) }

    /// Matches where the other query's match stands that many words after this one's.
    public func followed(by other: PGTSQuery, distance: UInt16 = 1) -> PGTSQuery {
        joined(.followedBy(distance: distance), other)
    }

    private func joined(_ item: Item, _ other: PGTSQuery) -> PGTSQuery {
        if items.isEmpty { return other }
        if other.items.isEmpty { return self }
        return PGTSQuery(unchecked: [item] + other.items + items)
    }

    /// Makes a query from its parts, or `nil` when they are not exactly one tree.
    public init?(items: [Item]) {
        var wanted = items.isEmpty ? 0 : 1
        for item in items {
            guard wanted > 0 else { return nil }
            wanted += item.operandCount - 1
        }
        guard wanted == 0 else { return nil }
        self.items = items
    }
}

extension PGTSQuery.Item {
    /// How many operands follow.
    var operandCount: Int {
        switch self {
        case .lexeme: 0
        case .not: 1
        case .and, .or, .followedBy: 2
        }
    }

    /// How strongly an operator holds its operands together; a lexeme needs no parentheses.
    var priority: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .followedBy: 3
        case .not: 4
        case .lexeme: 5
        }
    }
}
