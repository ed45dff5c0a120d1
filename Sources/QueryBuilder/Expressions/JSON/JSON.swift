public import PGCore

/// A JSON document, as ``PGCore/JSONText`` and ``PGCore/JSONEncoded`` are.
///
/// What is found in a document is a ``PGCore/JSONText``, and optional: it may be missing.
public protocol SQLJSONValue: SQLValue {}

extension JSONText: SQLJSONValue {}
extension JSONEncoded: SQLJSONValue {}

// "JSON Functions and Operators" in the PostgreSQL manual: reading documents.

extension SQLExpression where Value.Base: SQLJSONValue, Value.Nullability: SQLResultTypes {
    /// The value of a key: `->`.
    public subscript(key: String) -> Expression<JSONText?> { infix("->", .value(key)) }

    /// The element at that place, counted from 0, or from the end with -1: `->`.
    public subscript(index: Int) -> Expression<JSONText?> {
        infix("->", .value(index, as: "integer"))
    }

    /// The value of a key: `->`.
    public func field(_ key: some SQLOperand<String>) -> Expression<JSONText?> {
        infix("->", key.operandNode)
    }

    /// The value of a key as text: `->>`; NULL for JSON's null.
    public func fieldText(_ key: some SQLOperand<String>) -> Expression<String?> {
        infix("->>", key.operandNode)
    }

    /// The element at that place, counted from 0: `->`.
    public func element(at index: some SQLOperand<Int>) -> Expression<JSONText?> {
        infix("->", index.node(as: "integer"))
    }

    /// The element at that place, counted from 0, as text: `->>`.
    public func elementText(at index: some SQLOperand<Int>) -> Expression<String?> {
        infix("->>", index.node(as: "integer"))
    }

    /// What is found by going through keys and places one after the other: `#>`.
    public func path(_ path: String...) -> Expression<JSONText?> { infix("#>", .value(path)) }

    /// What is found by going through keys and places, as text: `#>>`.
    public func pathText(_ path: String...) -> Expression<String?> { infix("#>>", .value(path)) }

    /// The document as text: a string without its quotes, and NULL for JSON's null.
    public var text: Expression<String?> { infix("#>>", .value([String]())) }

    /// The number of elements of an array.
    public func arrayLength() -> Expression<Value.Nullability.Integer> {
        call("jsonb_array_length")
    }

    /// What kind of value it is: `object`, `array`, `string`, `number`, `boolean` or `null`.
    public func jsonType() -> Expression<Value.Nullability.Text> { call("jsonb_typeof") }

    /// The document with line breaks and indentation.
    public func jsonPretty() -> Expression<Value.Nullability.Text> { call("jsonb_pretty") }

    /// The document without the fields whose value is null, at every depth.
    public func jsonStripNulls() -> Expression<Value.Nullability.JSON> {
        call("jsonb_strip_nulls")
    }
}

// What these ask, an index of type GIN can answer.

extension SQLExpression where Value.Base: SQLJSONValue {
    /// Whether the document holds everything that the other holds: `@>`.
    public func contains<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base: SQLJSONValue {
        infix("@>", other.operandNode)
    }

    /// Whether the other document holds everything that this one holds: `<@`.
    public func isContained<Other: SQLOperand>(in other: Other) -> Predicate
    where Other.OperandValue.Base: SQLJSONValue {
        infix("<@", other.operandNode)
    }

    /// Whether the text is a key, or a string among the elements: `?`.
    public func hasKey(_ key: some SQLOperand<String>) -> Predicate {
        infix("?", key.operandNode)
    }

    /// Whether one of the texts is a key, or a string among the elements: `?|`.
    public func hasAnyKey(of keys: some SQLOperand<[String]>) -> Predicate {
        infix("?|", keys.operandNode)
    }

    /// Whether all of the texts are keys, or strings among the elements: `?&`.
    public func hasAllKeys(of keys: some SQLOperand<[String]>) -> Predicate {
        infix("?&", keys.operandNode)
    }
}
