// Written by Scripts/generate-grouped.sh: change the script, not this file.

/// A query grouped by two keys, for which it is still to be said what is selected; see <doc:Grouping>.
public struct Grouped2<Base: Sendable, Key1: GroupKey, Key2: GroupKey>: Sendable {
    private let key1: Key1
    private let key2: Key2
    private let rows: GroupRows<Base>
    private let statement: SelectStatement

    init(_ base: Base, _ statement: SelectStatement, _ keys: (Key1, Key2)) {
        var naming = KeyNaming(statement)
        key1 = naming.named(keys.0)
        key2 = naming.named(keys.1)
        rows = GroupRows(base)
        self.statement = naming.grouped(by: [key1, key2])
    }

    private init(
        _ key1: Key1, _ key2: Key2, _ rows: GroupRows<Base>, _ statement: SelectStatement
    ) {
        self.key1 = key1
        self.key2 = key2
        self.rows = rows
        self.statement = statement
    }

    private func with(_ change: (inout SelectStatement) -> Void) -> Self {
        var copy = statement
        change(&copy)
        return Self(key1, key2, rows, copy)
    }

    /// Keeps the groups for which the condition is true, and for which earlier ones are.
    ///
    /// A condition that may be unknown says what that means: `isTrue` or `isNotFalse`.
    public func having(
        _ condition: (Key1, Key2, GroupRows<Base>) -> Predicate
    ) -> Self {
        with { $0.filterGroups(condition(key1, key2, rows).node) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: (Key1, Key2, GroupRows<Base>) -> (First, Second, repeat each Term)
    ) -> Self {
        with { $0.order(by: tupleParts { terms(key1, key2, rows) }) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<Term: OrderTerm>(
        _ term: (Key1, Key2, GroupRows<Base>) -> Term
    ) -> Self {
        with { $0.orderBy.append(term(key1, key2, rows).ordering) }
    }

    /// Gives a window over the groups a name, by which window functions of the query can use it.
    public func window(
        _ name: WindowName,
        _ definition: (Key1, Key2, GroupRows<Base>) -> WindowDefinition
    ) -> Self {
        with { $0.rareClauses.windows.append((name, definition(key1, key2, rows))) }
    }

    /// Returns this expression, or whole table, of each group.
    public func select<Output: PlainSelection>(
        _ selection: (Key1, Key2, GroupRows<Base>) -> Output
    ) -> Select<NoColumns, Output.Value> {
        Select(NoColumns(), statement.selecting(selection(key1, key2, rows)))
    }

    /// Returns these expressions, or whole tables, of each group as a tuple.
    public func select<each Output: PlainSelection>(
        _ selection: (Key1, Key2, GroupRows<Base>) -> (repeat each Output)
    ) -> Select<NoColumns, repeat (each Output).Value> {
        Select(NoColumns(), statement.selecting(repeat each selection(key1, key2, rows)))
    }

    /// Takes what is neither a key nor an aggregate of `rows`, and makes no query of it.
    public func select(_ selection: (Key1, Key2, GroupRows<Base>) -> Void) -> NotSelectable {
        NotSelectable()
    }

    /// Groups by all the keys, by all but the last, and so on to none at all, for subtotals.
    ///
    /// A key is NULL in the rows of a set that leaves it out, and so is optional from here on;
    /// ``grouping(_:)`` tells such a NULL from one among the values.
    public func rollup() -> Grouped2<Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey {
        inSets(statement.rolledUp([key1, key2]))
    }

    /// Groups by every subset of the keys, which become optional as ``rollup()`` makes them.
    public func cube() -> Grouped2<Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey {
        inSets(statement.cubed([key1, key2]))
    }

    /// Groups by each of the sets of keys, which become optional as ``rollup()`` makes them.
    ///
    /// An empty set makes one group of all rows. A key that none of the sets names is in each of
    /// them.
    public func groupingSets(
        _ sets: (Key1, Key2) -> [[any GroupTerm]]
    ) -> Grouped2<Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey {
        inSets(statement.grouped([key1, key2], inSets: sets(key1, key2)))
    }

    private func inSets(
        _ statement: SelectStatement
    ) -> Grouped2<Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey {
        Grouped2<Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey>(
            key1.optionalGroupKey, key2.optionalGroupKey, rows, statement)
    }
}
