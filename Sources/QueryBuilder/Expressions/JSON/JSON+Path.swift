public import PGCore

// "The SQL/JSON Path Language" and "JSON Functions and Operators" in the PostgreSQL manual. `silent`
// makes errors of the path NULL; `variables` is an object whose fields the path calls `$name`.

extension SQLExpression where Value.Base: SQLJSONValue, Value.Nullability: SQLResultTypes {
    /// Whether the path finds something: `@?`, which an index can serve; NULL on errors.
    public func exists(_ path: JSONPath) -> Predicate {
        infix("@?", .value(path))
    }

    /// What the path's predicate says of the document: `@@`, which an index can serve.
    public func matches(_ path: JSONPath) -> Predicate {
        infix("@@", .value(path))
    }

    /// Whether the path finds something.
    public func jsonPathExists(
        _ path: JSONPath, variables: JSONText = "{}", silent: Bool = false
    ) -> Predicate {
        query("jsonb_path_exists", .value(path), variables, silent)
    }

    /// What the path's predicate says of the document.
    public func jsonPathMatch(
        _ path: JSONPath, variables: JSONText = "{}", silent: Bool = false
    ) -> Expression<Bool?> {
        query("jsonb_path_match", .value(path), variables, silent)
    }

    /// Everything the path finds, as an array.
    public func jsonPathQueryArray(
        _ path: JSONPath, variables: JSONText = "{}", silent: Bool = false
    ) -> Expression<Value.Nullability.JSON> {
        query("jsonb_path_query_array", .value(path), variables, silent)
    }

    /// The first thing the path finds, or NULL.
    public func jsonPathQueryFirst(
        _ path: JSONPath, variables: JSONText = "{}", silent: Bool = false
    ) -> Expression<JSONText?> {
        query("jsonb_path_query_first", .value(path), variables, silent)
    }

    /// One row for everything the path finds, in a select list.
    public func jsonPathQuery(
        _ path: JSONPath, variables: JSONText = "{}", silent: Bool = false
    ) -> Expression<JSONText> {
        query("jsonb_path_query", .value(path), variables, silent)
    }

    private func query<Result>(
        _ name: String, _ path: SQLNode, _ variables: JSONText, _ silent: Bool
    ) -> Expression<Result> {
        call(name, path, .value(variables), .text(silent ? "true" : "false"))
    }
}
