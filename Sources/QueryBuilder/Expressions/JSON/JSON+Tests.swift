public import PGCore

/// What `IS JSON` asks for.
public enum JSONKind: String, Sendable {
    /// Any value.
    case value = "VALUE"
    /// An array.
    case array = "ARRAY"
    /// An object.
    case object = "OBJECT"
    /// A string, a number, a Boolean or null.
    case scalar = "SCALAR"
}

extension SQLExpression where Value.Base == String {
    /// Whether the text is JSON of a kind; from PostgreSQL 16 on.
    ///
    /// Never fails, whatever the text is. With `uniqueKeys`, no object may have a key twice.
    public func isJSON(_ kind: JSONKind = .value, uniqueKeys: Bool = false) -> Predicate {
        test("IS JSON", kind, uniqueKeys)
    }

    /// Whether the text is no JSON of a kind; from PostgreSQL 16 on.
    public func isNotJSON(_ kind: JSONKind = .value, uniqueKeys: Bool = false) -> Predicate {
        test("IS NOT JSON", kind, uniqueKeys)
    }

    private func test(_ words: String, _ kind: JSONKind, _ uniqueKeys: Bool) -> Predicate {
        let keys = uniqueKeys ? " WITH UNIQUE KEYS" : ""
        return Predicate(
            .postfix(node, SQLOperator("\(words) \(kind.rawValue)\(keys)", .test, .none)))
    }
}
