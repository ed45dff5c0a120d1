// Written by Scripts/generate-grouped.sh: change the script, not this file.

extension FromQuery {
    /// Makes one row of all that are equal in this expression.
    ///
    /// What is selected, filtered and sorted by afterwards is the key and aggregates of the group,
    /// which the compiler checks; see <doc:Grouping>.
    ///
    /// ```swift
    /// PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows.count) }
    /// ```
    public func grouped<Key: GroupKey>(_ key: (Scope) -> Key) -> Grouped1<Scope, Key> {
        Grouped1(scope, statement, key(scope))
    }

    /// Makes one row of all that are equal in these expressions, with the same checks.
    public func grouped<Key1: GroupKey, Key2: GroupKey>(
        _ keys: (Scope) -> (Key1, Key2)
    ) -> Grouped2<Scope, Key1, Key2> {
        Grouped2(scope, statement, keys(scope))
    }

    /// Makes one row of all that are equal in these expressions, with the same checks.
    public func grouped<Key1: GroupKey, Key2: GroupKey, Key3: GroupKey>(
        _ keys: (Scope) -> (Key1, Key2, Key3)
    ) -> Grouped3<Scope, Key1, Key2, Key3> {
        Grouped3(scope, statement, keys(scope))
    }

    /// Makes one row of all that are equal in these expressions, with the same checks.
    public func grouped<Key1: GroupKey, Key2: GroupKey, Key3: GroupKey, Key4: GroupKey>(
        _ keys: (Scope) -> (Key1, Key2, Key3, Key4)
    ) -> Grouped4<Scope, Key1, Key2, Key3, Key4> {
        Grouped4(scope, statement, keys(scope))
    }

    /// Makes one row of all that are equal in these expressions, with the same checks.
    public func grouped<
        Key1: GroupKey, Key2: GroupKey, Key3: GroupKey, Key4: GroupKey, Key5: GroupKey
    >(
        _ keys: (Scope) -> (Key1, Key2, Key3, Key4, Key5)
    ) -> Grouped5<Scope, Key1, Key2, Key3, Key4, Key5> {
        Grouped5(scope, statement, keys(scope))
    }

    /// Makes one row of all that are equal in these expressions, with the same checks.
    public func grouped<
        Key1: GroupKey, Key2: GroupKey, Key3: GroupKey, Key4: GroupKey, Key5: GroupKey,
        Key6: GroupKey
    >(
        _ keys: (Scope) -> (Key1, Key2, Key3, Key4, Key5, Key6)
    ) -> Grouped6<Scope, Key1, Key2, Key3, Key4, Key5, Key6> {
        Grouped6(scope, statement, keys(scope))
    }

    /// Makes one row of all rows, also where there are none.
    ///
    /// ```swift
    /// OrderRow.all.grouped().select { rows in (rows.count, rows { $0.amount.sum() }) }
    /// ```
    public func grouped() -> WholeGroup<Scope> {
        WholeGroup(GroupRows(scope), statement)
    }
}
