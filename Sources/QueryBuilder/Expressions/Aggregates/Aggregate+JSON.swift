public import PGCore

// "General-Purpose Aggregate Functions" in the PostgreSQL manual: those that make JSON.

extension SQLExpression {
    /// The values of all rows as a `json` array, NULLs included.
    public func jsonAgg(distinct: Bool = false) -> Aggregate<JSONText?> {
        aggregate("json_agg", distinct: distinct)
    }

    /// The values of all rows as a `jsonb` array, NULLs included.
    public func jsonbAgg(distinct: Bool = false) -> Aggregate<JSONText?> {
        aggregate("jsonb_agg", distinct: distinct)
    }
}

/// All pairs of a key and a value as one `json` object.
///
/// The server refuses a key that is NULL.
public func jsonObjectAgg(
    key: some SQLOperand<String>, value: some SQLExpression
) -> Aggregate<JSONText?> {
    Aggregate(FunctionCall("json_object_agg", [key.operandNode, value.node]))
}

/// All pairs of a key and a value as one `jsonb` object; of equal keys the last one stays.
///
/// The server refuses a key that is NULL.
public func jsonbObjectAgg(
    key: some SQLOperand<String>, value: some SQLExpression
) -> Aggregate<JSONText?> {
    Aggregate(FunctionCall("jsonb_object_agg", [key.operandNode, value.node]))
}
