// Written by Scripts/generate-grouped.sh: change the script, not this file.

/// A query grouped by one key, for which it is still to be said what is selected; see <doc:Grouping>.
public struct Grouped1<Base: Sendable, Key1: GroupKey>: Sendable {
    private let key1: Key1
    private let rows: GroupRows<Base>
    private let statement: SelectStatement

    init(_ base: Base, _ statement: SelectStatement, _ key: Key1) {
        var naming = KeyNaming(statement)
        key1 = naming.named(key)
        rows = GroupRows(base)
        self.statement = naming.grouped(by: [key1])
    }

    private init(
        _ key1: Key1, _ rows: GroupRows<Base>, _ statement: SelectStatement
    ) {
        self.key1 = key1
        self.rows = rows
        self.statement = statement
    }

    private func with(_ change: (inout SelectStatement) -> Void) -> Self {
        var copy = statement
        change(&copy)
        return Self(key1, rows, copy)
    }

    /// Keeps the groups for which the condition is true, and for which earlier ones are.
    ///
    /// A condition that may be unknown says what that means: `isTrue` or `isNotFalse`.
    public func having(
        _ condition: (Key1, GroupRows<Base>) -> Predicate
    ) -> Self {
        with { $0.filterGroups(condition(key1, rows).node) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: (Key1, GroupRows<Base>) -> (First, Second, repeat each Term)
    ) -> Self {
        with { $0.order(by: tupleParts { terms(key1, rows) }) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<Term: OrderTerm>(
        _ term: (Key1, GroupRows<Base>) -> Term
    ) -> Self {
        with { $0.orderBy.append(term(key1, rows).ordering) }
    }

    /// Gives a window over the groups a name, by which window functions of the query can use it.
    public func window(
        _ name: WindowName,
        _ definition: (Key1, GroupRows<Base>) -> WindowDefinition
    ) -> Self {
        with { $0.rareClauses.windows.append((name, definition(key1, rows))) }
    }

    /// Returns this expression, or whole table, of each group.
    public func select<Output: PlainSelection>(
        _ selection: (Key1, GroupRows<Base>) -> Output
    ) -> Select<NoColumns, Output.Value> {
        Select(NoColumns(), statement.selecting(selection(key1, rows)))
    }

    /// Returns these expressions, or whole tables, of each group as a tuple.
    public func select<each Output: PlainSelection>(
        _ selection: (Key1, GroupRows<Base>) -> (repeat each Output)
    ) -> Select<NoColumns, repeat (each Output).Value> {
        Select(NoColumns(), statement.selecting(repeat each selection(key1, rows)))
    }

    /// Takes what is neither a key nor an aggregate of `rows`, and makes no query of it.
    public func select(_ selection: (Key1, GroupRows<Base>) -> Void) -> NotSelectable {
        NotSelectable()
    }

    /// Groups by all the keys, by all but the last, and so on to none at all, for subtotals.
    ///
    /// A key is NULL in the rows of a set that leaves it out, and so is optional from here on;
    /// ``grouping(_:)`` tells such a NULL from one among the values.
    public func rollup() -> Grouped1<Base, Key1.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey {
        inSets(statement.rolledUp([key1]))
    }

    /// Groups by every subset of the keys, which become optional as ``rollup()`` makes them.
    public func cube() -> Grouped1<Base, Key1.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey {
        inSets(statement.cubed([key1]))
    }

    /// Groups by each of the sets of keys, which become optional as ``rollup()`` makes them.
    ///
    /// An empty set makes one group of all rows. A key that none of the sets names is in each of
    /// them.
    public func groupingSets(
        _ sets: (Key1) -> [[any GroupTerm]]
    ) -> Grouped1<Base, Key1.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey {
        inSets(statement.grouped([key1], inSets: sets(key1)))
    }

    private func inSets(
        _ statement: SelectStatement
    ) -> Grouped1<Base, Key1.OptionalGroupKey>
    where Key1.OptionalGroupKey: GroupKey {
        Grouped1<Base, Key1.OptionalGroupKey>(
            key1.optionalGroupKey, rows, statement)
    }
}
