extension Select {
    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns `nil` adds no condition.
    public consuming func `where`<Condition: SQLExpression>(
        _ condition: (Scope) -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        statement.filter(condition(scope)?.node)
        return self
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public consuming func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (Scope, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        if let value { statement.filter(condition(scope, value).node) }
        return self
    }

    /// Sorts the rows, after what earlier calls sort by.
    public consuming func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: (Scope) -> (First, Second, repeat each Term)
    ) -> Self {
        statement.order(by: tupleParts { terms(scope) })
        return self
    }

    /// Sorts the rows, after what earlier calls sort by.
    public consuming func orderBy<Term: OrderTerm>(_ term: (Scope) -> Term) -> Self {
        statement.orderBy.append(term(scope).ordering)
        return self
    }

    /// Makes one row of all that are equal in these expressions, without the checks of `grouped`.
    ///
    /// The server refuses a column that is neither a key nor inside of an aggregate.
    public consuming func groupBy<First: GroupTerm, Second: GroupTerm, each Key: GroupTerm>(
        _ keys: (Scope) -> (First, Second, repeat each Key)
    ) -> Self {
        statement.group(by: tupleParts { keys(scope) })
        return self
    }

    /// Makes one row of all that are equal in this expression, without the checks of `grouped`.
    ///
    /// The server refuses a column that is neither a key nor inside of an aggregate.
    public consuming func groupBy<Key: GroupTerm>(_ key: (Scope) -> Key) -> Self {
        statement.groupBy += key(scope).groupingElements
        return self
    }

    /// Keeps the groups for which the condition is true.
    public consuming func having<Condition: SQLExpression>(
        _ condition: (Scope) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        statement.filterGroups(condition(scope).node)
        return self
    }

    /// Keeps the rows for which all of the conditions are true; those may be under an `if`.
    public consuming func whereAll(@ConditionBuilder _ conditions: (Scope) -> [SQLNode]) -> Self {
        statement.filter(.every(conditions(scope)))
        return self
    }

    /// Keeps the rows for which one of the conditions is true; with none at all, every row.
    public consuming func whereAny(@ConditionBuilder _ conditions: (Scope) -> [SQLNode]) -> Self {
        statement.filter(.some(of: conditions(scope)))
        return self
    }

    /// Keeps the first row, in the query's order, of those that are equal in these expressions.
    ///
    /// The order has to begin with the same expressions.
    public func distinctOn<First: GroupTerm, Second: GroupTerm, each Key: GroupTerm>(
        _ keys: (Scope) -> (First, Second, repeat each Key)
    ) -> Self {
        with { $0.deduplicate(on: tupleParts { keys(scope) }) }
    }

    /// Keeps the first row, in the query's order, of those that are equal in this expression.
    public func distinctOn<Key: GroupTerm>(_ key: (Scope) -> Key) -> Self {
        with { $0.deduplicate(on: [key(scope)]) }
    }

    /// Gives a window a name, by which window functions of the query can use it.
    public func window(_ name: WindowName, _ definition: (Scope) -> WindowDefinition) -> Self {
        with { $0.rareClauses.windows.append((name, definition(scope))) }
    }

    /// Locks the rows of these tables, which are not on the outer side of a join.
    public func lock<First: TableColumns, Second: TableColumns, each Locked: TableColumns>(
        _ strength: LockStrength, _ waiting: LockWaiting? = nil,
        of tables: (Scope) -> (First, Second, repeat each Locked)
    ) -> Self {
        with { $0.lock(strength, tupleParts { tables(scope) }, waiting) }
    }

    /// Locks the rows of this table, which is not on the outer side of a join.
    public func lock<Locked: TableColumns>(
        _ strength: LockStrength, _ waiting: LockWaiting? = nil, of table: (Scope) -> Locked
    ) -> Self {
        with { $0.lock(strength, [table(scope)], waiting) }
    }
}
