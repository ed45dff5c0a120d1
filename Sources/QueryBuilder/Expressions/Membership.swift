public import PGCore

extension SQLExpression where Value.Base: ArrayElement {
    /// Whether the expression is one of the values.
    ///
    /// The values are bound as one array, so that lists of any length are the same statement. Of an
    /// empty list the answer is no.
    public func `in`(_ values: [Value.Base]) -> Predicate {
        Predicate(.quantified(node, .equal, .any, SQLNode(.parameter(values))))
    }

    /// Whether the expression is none of the values; of an empty list the answer is yes.
    public func notIn(_ values: [Value.Base]) -> Predicate {
        Predicate(.quantified(node, .notEqual, .all, SQLNode(.parameter(values))))
    }
}

extension SQLExpression {
    /// Whether the expression lies in the range, its ends included.
    ///
    /// With `symmetric`, the ends may come in either order.
    public func between(
        _ low: Value.Base, and high: Value.Base, symmetric: Bool = false
    ) -> Predicate {
        between(.value(low), .value(high), symmetric ? .betweenSymmetric : .between)
    }

    /// Whether the expression lies between the two others, ends included.
    ///
    /// With `symmetric`, the ends may come in either order.
    public func between<Low: SQLExpression, High: SQLExpression>(
        _ low: Low, and high: High, symmetric: Bool = false
    ) -> Predicate where Low.Value.Base == Value.Base, High.Value.Base == Value.Base {
        between(low.node, high.node, symmetric ? .betweenSymmetric : .between)
    }

    /// Whether the expression lies outside the range.
    public func notBetween(
        _ low: Value.Base, and high: Value.Base, symmetric: Bool = false
    ) -> Predicate {
        between(.value(low), .value(high), symmetric ? .notBetweenSymmetric : .notBetween)
    }

    /// Whether the expression lies outside the range between the two others.
    public func notBetween<Low: SQLExpression, High: SQLExpression>(
        _ low: Low, and high: High, symmetric: Bool = false
    ) -> Predicate where Low.Value.Base == Value.Base, High.Value.Base == Value.Base {
        between(low.node, high.node, symmetric ? .notBetweenSymmetric : .notBetween)
    }

    private func between(_ low: SQLNode, _ high: SQLNode, _ symbol: SQLOperator) -> Predicate {
        Predicate(.between(node, symbol, low: low, high: high))
    }
}
