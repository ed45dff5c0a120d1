public import PGCore

// "JSON Creation Functions" in the PostgreSQL manual.

extension SQLExpression where Value.Nullability: SQLResultTypes {
    /// The value as a document.
    public func toJSONB() -> Expression<Value.Nullability.JSON> { call("to_jsonb") }

    /// The value as a document of type `json`.
    public func toJSON() -> Expression<Value.Nullability.JSON> { call("to_json") }
}

/// An array of values of any types.
public func jsonbBuildArray(_ values: any SQLOperand...) -> Expression<JSONText> {
    Expression(.call("jsonb_build_array", arguments: values.map { $0.typedOperandNode }))
}

/// An object of keys with values of any types.
public func jsonbBuildObject(
    _ fields: KeyValuePairs<String, any SQLOperand>
) -> Expression<JSONText> {
    Expression(
        .call("jsonb_build_object", arguments: fields.flatMap(nodes)))
}

/// An array of values of any types, of type `json`.
public func jsonBuildArray(_ values: any SQLOperand...) -> Expression<JSONText> {
    Expression(.call("json_build_array", arguments: values.map { $0.typedOperandNode }))
}

/// An object of keys with values of any types, of type `json`.
public func jsonBuildObject(
    _ fields: KeyValuePairs<String, any SQLOperand>
) -> Expression<JSONText> {
    Expression(.call("json_build_object", arguments: fields.flatMap(nodes)))
}

private func nodes(_ key: String, _ value: any SQLOperand) -> [SQLNode] {
    [.value(key, as: String.sqlType), value.typedOperandNode]
}
