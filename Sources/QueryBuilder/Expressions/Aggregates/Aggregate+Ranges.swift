public import PGCore

// "General-Purpose Aggregate Functions" in the PostgreSQL manual: those of ranges.

extension SQLExpression where Value.Base: SQLRangeValue {
    /// The union of all ranges.
    public func rangeAgg() -> Aggregate<PGMultirange<Value.Base.Bound>?> {
        aggregate("range_agg")
    }

    /// What all ranges have in common.
    public func rangeIntersectAgg() -> Aggregate<Value.Base?> { aggregate("range_intersect_agg") }
}

extension SQLExpression where Value.Base: SQLMultirangeValue {
    /// The union of all multiranges; from PostgreSQL 15 on.
    public func rangeAgg() -> Aggregate<Value.Base?> { aggregate("range_agg") }

    /// What all multiranges have in common.
    public func rangeIntersectAgg() -> Aggregate<Value.Base?> { aggregate("range_intersect_agg") }
}
