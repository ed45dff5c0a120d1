public import PGCore

/// How text is cut into words and brought into a normal form: `english`, `simple` and so on.
///
/// See "Full Text Search" in the PostgreSQL manual.
public struct TextSearchConfiguration: Sendable, Hashable, ExpressibleByStringLiteral {
    let node: SQLNode.Literal

    /// Makes a configuration of its name, which may be in a schema.
    public init(_ name: String, schema: String? = nil) {
        node = SQLNode.Literal(name: name, schema: schema, type: "regconfig")
    }

    /// Makes a configuration of its name.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

// "Text Search Functions and Operators" in the PostgreSQL manual.

extension SQLExpression where Value.Base == String, Value.Nullability: SQLResultTypes {
    /// The words of the text in their normal form, with their places.
    ///
    /// Name the configuration: an index can serve only an expression that does.
    public func toTSVector(
        _ configuration: TextSearchConfiguration
    ) -> Expression<Value.Nullability.SearchDocument> {
        Expression(.call("to_tsvector", configuration.node.node, node))
    }

    /// The text as a query in the syntax of `tsquery`, which the server checks.
    public func toTSQuery(
        _ configuration: TextSearchConfiguration
    ) -> Expression<Value.Nullability.SearchQuery> {
        Expression(.call("to_tsquery", configuration.node.node, node))
    }
}

extension SQLExpression where Value.Base == JSONText, Value.Nullability: SQLResultTypes {
    /// The words of all strings in the document in their normal form.
    public func toTSVector(
        _ configuration: TextSearchConfiguration
    ) -> Expression<Value.Nullability.SearchDocument> {
        Expression(.call("to_tsvector", configuration.node.node, node))
    }
}

/// A search as people type it, with `or`, `-` and quotes; whatever they type, it is a query.
public func websearchToTSQuery(
    _ configuration: TextSearchConfiguration, _ text: some SQLOperand<String>
) -> Expression<PGTSQuery> {
    .call("websearch_to_tsquery", configuration.node.node, text.operandNode)
}

/// A search for all words of a text.
public func plainToTSQuery(
    _ configuration: TextSearchConfiguration, _ text: some SQLOperand<String>
) -> Expression<PGTSQuery> {
    .call("plainto_tsquery", configuration.node.node, text.operandNode)
}

/// A search for the words of a text one after the other.
public func phraseToTSQuery(
    _ configuration: TextSearchConfiguration, _ text: some SQLOperand<String>
) -> Expression<PGTSQuery> {
    .call("phraseto_tsquery", configuration.node.node, text.operandNode)
}

/// A search in the syntax of `tsquery`, which the server checks.
public func toTSQuery(
    _ configuration: TextSearchConfiguration, _ text: some SQLOperand<String>
) -> Expression<PGTSQuery> {
    .call("to_tsquery", configuration.node.node, text.operandNode)
}

extension SQLExpression where Value.Base == PGTSVector, Value.Nullability: SQLResultTypes {
    /// Whether the document matches the query: `@@`.
    public func matches<Query: SQLOperand>(_ query: Query) -> Predicate
    where Query.OperandValue.Base == PGTSQuery {
        infix("@@", query.operandNode)
    }

    /// How well the document matches, by how often its words occur.
    ///
    /// `normalization` adds flags: 1 and 2 divide by the length, 32 scales to below 1.
    public func tsRank(
        _ query: some SQLOperand<PGTSQuery>, normalization: Int = 0
    ) -> Expression<Value.Nullability.Single> {
        call("ts_rank", query.operandNode, .value(normalization, as: "integer"))
    }

    /// How well the document matches, with other weights for words labelled D, C, B and A.
    public func tsRank(
        _ query: some SQLOperand<PGTSQuery>, weights: [Float], normalization: Int = 0
    ) -> Expression<Value.Nullability.Single> {
        Expression(
            .call(
                "ts_rank", .value(weights, as: "real[]"), node, query.operandNode,
                .value(normalization, as: "integer")))
    }

    /// How well the document matches, by how close its words are to one another.
    public func tsRankCD(
        _ query: some SQLOperand<PGTSQuery>, normalization: Int = 0
    ) -> Expression<Value.Nullability.Single> {
        call("ts_rank_cd", query.operandNode, .value(normalization, as: "integer"))
    }

    /// The document with all of its words given a weight.
    public func setWeight(_ weight: TextSearchWeight) -> Expression<Value> {
        call("setweight", .text("'\(weight.rawValue)'"))
    }

    /// The document followed by the other.
    public func concat(_ other: some SQLOperand<PGTSVector>) -> Expression<Value> {
        infix(.concatenate, other.typedOperandNode)
    }

    /// The number of different words.
    public func length() -> Expression<Value.Nullability.Integer> { call("length") }

    /// The document without places and weights.
    public func strip() -> Expression<Value> { call("strip") }

    /// The document without a word.
    public func tsDelete(_ lexeme: some SQLOperand<String>) -> Expression<Value> {
        call("ts_delete", lexeme.typedOperandNode)
    }

    /// The words as an array.
    public func lexemes() -> Expression<Value.Nullability.Texts> { call("tsvector_to_array") }
}

/// The importance of a word in a document.
public enum TextSearchWeight: String, Sendable {
    /// Most important.
    case a = "A"
    /// Important.
    case b = "B"
    /// Less important.
    case c = "C"
    /// What words have unless they are given another.
    case d = "D"
}
