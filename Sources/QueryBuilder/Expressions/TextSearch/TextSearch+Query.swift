public import PGCore

// "Text Search Functions and Operators" in the PostgreSQL manual: queries, and showing matches.

extension SQLExpression where Value.Base == PGTSQuery, Value.Nullability: SQLResultTypes {
    /// Matches what both match: `&&`.
    public func and(_ other: some SQLOperand<PGTSQuery>) -> Expression<Value> {
        infix("&&", other.typedOperandNode)
    }

    /// Matches what one of them matches: `||`.
    public func or(_ other: some SQLOperand<PGTSQuery>) -> Expression<Value> {
        infix(.concatenate, other.typedOperandNode)
    }

    /// Matches what this query does not match: `!!`.
    public func negated() -> Expression<Value> { prefixed("!!") }

    /// Matches where the other's match stands that many words after this one's: `<->`.
    public func followed(
        by other: some SQLOperand<PGTSQuery>, distance: Int = 1
    ) -> Expression<Value> {
        call("tsquery_phrase", other.typedOperandNode, .value(distance, as: "integer"))
    }

    /// The number of words and operators.
    public func numNode() -> Expression<Value.Nullability.Integer> { call("numnode") }

    /// The part of the query that an index can answer, as text.
    public func queryTree() -> Expression<Value.Nullability.Text> { call("querytree") }
}

extension SQLExpression where Value.Base == String, Value.Nullability: SQLResultTypes {
    /// The parts of the text in which a query matches, with the words marked.
    public func tsHeadline(
        _ configuration: TextSearchConfiguration, _ query: some SQLOperand<PGTSQuery>,
        options: TextSearchHeadline = TextSearchHeadline()
    ) -> Expression<Value.Nullability.Text> {
        Expression(
            .call(
                "ts_headline", configuration.node.node, node, query.operandNode,
                .value(options.text)))
    }
}

/// How `ts_headline` shows matches.
public struct TextSearchHeadline: Sendable, Hashable {
    /// What stands before a word that matches.
    public var start: String
    /// What stands after it.
    public var stop: String
    /// The most words to show.
    public var maxWords: Int
    /// The fewest words to show, less than the most.
    public var minWords: Int
    /// How many fragments to show; 0 shows one piece of the text.
    public var maxFragments: Int

    /// Makes options; the defaults are the server's.
    public init(
        start: String = "<b>", stop: String = "</b>", maxWords: Int = 35, minWords: Int = 15,
        maxFragments: Int = 0
    ) {
        self.start = start
        self.stop = stop
        self.maxWords = maxWords
        self.minWords = minWords
        self.maxFragments = maxFragments
    }

    /// The options as the function reads them, with every text quoted.
    var text: String {
        func quoted(_ text: String) -> String {
            "\""
                + text.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") + "\""
        }
        return "StartSel=\(quoted(start)), StopSel=\(quoted(stop)), MaxWords=\(maxWords), "
            + "MinWords=\(minWords), MaxFragments=\(maxFragments)"
    }
}
