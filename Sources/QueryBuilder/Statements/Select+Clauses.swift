extension Select {
    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns `nil` adds no condition.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Scope) -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filter(condition(scope)?.node) }
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (Scope, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        guard let value else { return self }
        return with { $0.filter(condition(scope, value).node) }
    }

    /// Sorts the rows, after what earlier calls sort by.
    public func orderBy<each Term: OrderTerm>(
        _ terms: (Scope) -> (repeat each Term)
    ) -> Self {
        with { $0.order(by: repeat each terms(scope)) }
    }

    /// Makes one row of all that are equal in these expressions.
    public func groupBy<each Key: Selection>(
        _ keys: (Scope) -> (repeat each Key)
    ) -> Self {
        with { $0.group(by: repeat each keys(scope)) }
    }

    /// Keeps the groups for which the condition is true.
    public func having<Condition: SQLExpression>(
        _ condition: (Scope) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filterGroups(condition(scope).node) }
    }
}
