public import PGCore

// "hstore — hstore key/value datatype" in the PostgreSQL manual.

extension SQLExpression where Value.Base == PGHStore, Value.Nullability: SQLResultTypes {
    /// The value of a key, NULL where there is none: `->`.
    public subscript(key: String) -> Expression<String?> { infix("->", .value(key, as: "text")) }

    /// Whether there is the key: `?`.
    public func hasKey(_ key: some SQLOperand<String>) -> Predicate {
        infix("?", key.typedOperandNode)
    }

    /// Whether there is one of the keys: `?|`.
    public func hasAnyKey(of keys: some SQLOperand<[String]>) -> Predicate {
        infix("?|", keys.operandNode)
    }

    /// Whether there are all of the keys: `?&`.
    public func hasAllKeys(of keys: some SQLOperand<[String]>) -> Predicate {
        infix("?&", keys.operandNode)
    }

    /// Whether all pairs of the other are here: `@>`.
    public func contains<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base == PGHStore {
        infix("@>", other.operandNode)
    }

    /// Whether all pairs are in the other: `<@`.
    public func isContained<Other: SQLOperand>(in other: Other) -> Predicate
    where Other.OperandValue.Base == PGHStore {
        infix("<@", other.operandNode)
    }

    /// The pairs of both; of equal keys, the other's value stays: `||`.
    public func concat(_ other: some SQLOperand<PGHStore>) -> Expression<Value> {
        infix(.concatenate, other.operandNode)
    }

    /// The pairs without that of a key: `-`.
    public func removing(key: some SQLOperand<String>) -> Expression<Value> {
        infix(.subtract, key.typedOperandNode)
    }

    /// The keys.
    public func keys() -> Expression<Value.Nullability.Texts> { call("akeys") }

    /// The values, of which some may be NULL.
    public func values() -> Expression<[String?]?> { call("avals") }

    /// The pairs as a document.
    public func toJSONB() -> Expression<Value.Nullability.JSON> { call("hstore_to_jsonb") }
}
