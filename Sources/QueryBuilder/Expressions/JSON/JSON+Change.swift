public import PGCore

// "JSON Functions and Operators" in the PostgreSQL manual: changing documents. The server computes
// a new document; no row changes.

extension SQLExpression where Value.Base: SQLJSONValue, Value.Nullability: SQLResultTypes {
    /// The fields or elements of both; of equal keys, the other's value stays: `||`.
    public func concat(_ other: some SQLOperand<JSONText>) -> Expression<Value.Nullability.JSON> {
        infix(.concatenate, other.typedOperandNode)
    }

    /// The document without a key, or without the strings of an array that equal it: `-`.
    public func removing(key: some SQLOperand<String>) -> Expression<Value.Nullability.JSON> {
        infix(.subtract, key.typedOperandNode)
    }

    /// The document without any of the keys: `-`.
    public func removing(keys: some SQLOperand<[String]>) -> Expression<Value.Nullability.JSON> {
        infix(.subtract, keys.typedOperandNode)
    }

    /// The array without the element at that place, counted from 0: `-`.
    public func removing(at index: some SQLOperand<Int>) -> Expression<Value.Nullability.JSON> {
        infix(.subtract, index.node(as: "integer"))
    }

    /// The document without what the path leads to: `#-`.
    public func removing(path: String...) -> Expression<Value.Nullability.JSON> {
        infix("#-", .value(path))
    }

    /// The document with what the path leads to replaced, or, if `create`, added.
    public func jsonSet(
        _ path: [String], to value: some SQLOperand<JSONText>, create: Bool = true
    ) -> Expression<Value.Nullability.JSON> {
        call("jsonb_set", .value(path), value.operandNode, .text(create ? "true" : "false"))
    }

    /// The document with a value added at the path, before or after an element that is there.
    public func jsonInsert(
        _ path: [String], _ value: some SQLOperand<JSONText>, after: Bool = false
    ) -> Expression<Value.Nullability.JSON> {
        call("jsonb_insert", .value(path), value.operandNode, .text(after ? "true" : "false"))
    }
}
