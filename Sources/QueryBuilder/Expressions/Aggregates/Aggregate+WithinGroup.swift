public import PGCore

// "Ordered-Set Aggregate Functions" and "Hypothetical-Set Aggregate Functions" in the PostgreSQL
// manual: the expression is what the group is sorted by.

extension SQLExpression {
    private func withinGroup<Result>(
        _ name: String, _ arguments: [SQLNode], _ descending: Bool
    ) -> OrderedAggregate<Result> {
        var call = FunctionCall(name, arguments)
        call.withinGroup = [descending ? self.descending : ordering]
        return OrderedAggregate(call)
    }

    /// The most frequent value.
    public func mode() -> OrderedAggregate<Value.Base?> { withinGroup("mode", [], false) }

    /// The first value that as large a part of all values does not exceed.
    ///
    /// `fraction` is between 0 and 1; 0.5 asks for the median.
    public func percentileDisc(
        _ fraction: Double, descending: Bool = false
    ) -> OrderedAggregate<Value.Base?> {
        withinGroup("percentile_disc", [.value(fraction, as: Double.sqlType)], descending)
    }

    /// The values at several fractions, in the same order.
    public func percentileDisc(
        _ fractions: [Double], descending: Bool = false
    ) -> OrderedAggregate<[Value.Base]?> {
        withinGroup("percentile_disc", [.value(fractions, as: [Double].sqlType)], descending)
    }

    /// The rank that the value would have among the rows, with gaps after equal ones.
    public func hypotheticalRank(
        of value: Value.Base, descending: Bool = false
    ) -> OrderedAggregate<Int> {
        withinGroup("rank", [.value(value)], descending)
    }

    /// The rank that the value would have among the rows, without gaps.
    public func hypotheticalDenseRank(
        of value: Value.Base, descending: Bool = false
    ) -> OrderedAggregate<Int> {
        withinGroup("dense_rank", [.value(value)], descending)
    }

    /// The relative rank that the value would have among the rows, from 0 to 1.
    public func hypotheticalPercentRank(
        of value: Value.Base, descending: Bool = false
    ) -> OrderedAggregate<Double> {
        withinGroup("percent_rank", [.value(value)], descending)
    }

    /// The part of the rows that would come before the value or with it, from 1/N to 1.
    public func hypotheticalCumeDist(
        of value: Value.Base, descending: Bool = false
    ) -> OrderedAggregate<Double> {
        withinGroup("cume_dist", [.value(value)], descending)
    }
}

extension SQLExpression where Value.Base: SQLAveraged {
    /// The value below which that part of all values lies, interpolated between two of them.
    ///
    /// `fraction` is between 0 and 1; 0.5 asks for the median. Numbers are interpolated in double
    /// precision.
    public func percentileCont(
        _ fraction: Double, descending: Bool = false
    ) -> OrderedAggregate<Value.Base.Interpolated?> {
        withinGroup("percentile_cont", [.value(fraction, as: Double.sqlType)], descending)
    }

    /// The interpolated values at several fractions, in the same order.
    public func percentileCont(
        _ fractions: [Double], descending: Bool = false
    ) -> OrderedAggregate<[Value.Base.Interpolated]?> {
        withinGroup("percentile_cont", [.value(fractions, as: [Double].sqlType)], descending)
    }
}
