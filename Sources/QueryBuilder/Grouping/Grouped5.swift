// Written by Scripts/generate-grouped.sh: change the script, not this file.

/// A query grouped by five keys, for which it is still to be said what is selected; see <doc:Grouping>.
public struct Grouped5<
    Base: Sendable, Key1: GroupKey, Key2: GroupKey, Key3: GroupKey, Key4: GroupKey, Key5: GroupKey
>: Sendable {
    private let key1: Key1
    private let key2: Key2
    private let key3: Key3
    private let key4: Key4
    private let key5: Key5
    private let rows: GroupRows<Base>
    private let statement: SelectStatement

    init(_ base: Base, _ statement: SelectStatement, _ keys: (Key1, Key2, Key3, Key4, Key5)) {
        var naming = KeyNaming(statement)
        key1 = naming.named(keys.0)
        key2 = naming.named(keys.1)
        key3 = naming.named(keys.2)
        key4 = naming.named(keys.3)
        key5 = naming.named(keys.4)
        rows = GroupRows(base)
        self.statement = naming.grouped(by: [key1, key2, key3, key4, key5])
    }

    private init(
        _ key1: Key1, _ key2: Key2, _ key3: Key3, _ key4: Key4, _ key5: Key5,
        _ rows: GroupRows<Base>, _ statement: SelectStatement
    ) {
        self.key1 = key1
        self.key2 = key2
        self.key3 = key3
        self.key4 = key4
        self.key5 = key5
        self.rows = rows
        self.statement = statement
    }

    private func with(_ change: (inout SelectStatement) -> Void) -> Self {
        var copy = statement
        change(&copy)
        return Self(key1, key2, key3, key4, key5, rows, copy)
    }

    /// Keeps the groups for which the condition is true, and for which earlier ones are.
    ///
    /// A condition that may be unknown says what that means: `isTrue` or `isNotFalse`.
    public func having(
        _ condition: (Key1, Key2, Key3, Key4, Key5, GroupRows<Base>) -> Predicate
    ) -> Self {
        with { $0.filterGroups(condition(key1, key2, key3, key4, key5, rows).node) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: (Key1, Key2, Key3, Key4, Key5, GroupRows<Base>) -> (
            First, Second, repeat each Term
        )
    ) -> Self {
        with { $0.order(by: tupleParts { terms(key1, key2, key3, key4, key5, rows) }) }
    }

    /// Sorts the groups, after what earlier calls sort by.
    public func orderBy<Term: OrderTerm>(
        _ term: (Key1, Key2, Key3, Key4, Key5, GroupRows<Base>) -> Term
    ) -> Self {
        with { $0.orderBy.append(term(key1, key2, key3, key4, key5, rows).ordering) }
    }

    /// Gives a window over the groups a name, by which window functions of the query can use it.
    public func window(
        _ name: WindowName,
        _ definition: (Key1, Key2, Key3, Key4, Key5, GroupRows<Base>) -> WindowDefinition
    ) -> Self {
        with {
            $0.rareClauses.windows.append((name, definition(key1, key2, key3, key4, key5, rows)))
        }
    }

    /// Returns this expression, or whole table, of each group.
    public func select<Output: PlainSelection>(
        _ selection: (Key1, Key2, Key3, Key4, Key5, GroupRows<Base>) -> Output
    ) -> Select<NoColumns, Output.Value> {
        Select(NoColumns(), statement.selecting(selection(key1, key2, key3, key4, key5, rows)))
    }

    /// Returns these expressions, or whole tables, of each group as a tuple.
    public func select<each Output: PlainSelection>(
        _ selection: (Key1, Key2, Key3, Key4, Key5, GroupRows<Base>) -> (repeat each Output)
    ) -> Select<NoColumns, repeat (each Output).Value> {
        Select(
            NoColumns(),
            statement.selecting(repeat each selection(key1, key2, key3, key4, key5, rows)))
    }

    /// Takes what is neither a key nor an aggregate of `rows`, and makes no query of it.
    public func select(_ selection: (Key1, Key2, Key3, Key4, Key5, GroupRows<Base>) -> Void)
        -> NotSelectable
    { NotSelectable() }

    /// Groups by all the keys, by all but the last, and so on to none at all, for subtotals.
    ///
    /// A key is NULL in the rows of a set that leaves it out, and so is optional from here on;
    /// ``grouping(_:)`` tells such a NULL from one among the values.
    public func rollup() -> Grouped5<
        Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey, Key3.OptionalGroupKey,
        Key4.OptionalGroupKey, Key5.OptionalGroupKey
    >
    where
        Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey,
        Key3.OptionalGroupKey: GroupKey, Key4.OptionalGroupKey: GroupKey,
        Key5.OptionalGroupKey: GroupKey
    {
        inSets(statement.rolledUp([key1, key2, key3, key4, key5]))
    }

    /// Groups by every subset of the keys, which become optional as ``rollup()`` makes them.
    public func cube() -> Grouped5<
        Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey, Key3.OptionalGroupKey,
        Key4.OptionalGroupKey, Key5.OptionalGroupKey
    >
    where
        Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey,
        Key3.OptionalGroupKey: GroupKey, Key4.OptionalGroupKey: GroupKey,
        Key5.OptionalGroupKey: GroupKey
    {
        inSets(statement.cubed([key1, key2, key3, key4, key5]))
    }

    /// Groups by each of the sets of keys, which become optional as ``rollup()`` makes them.
    ///
    /// An empty set makes one group of all rows. A key that none of the sets names is in each of
    /// them.
    public func groupingSets(
        _ sets: (Key1, Key2, Key3, Key4, Key5) -> [[any GroupTerm]]
    ) -> Grouped5<
        Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey, Key3.OptionalGroupKey,
        Key4.OptionalGroupKey, Key5.OptionalGroupKey
    >
    where
        Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey,
        Key3.OptionalGroupKey: GroupKey, Key4.OptionalGroupKey: GroupKey,
        Key5.OptionalGroupKey: GroupKey
    {
        inSets(
            statement.grouped(
                [key1, key2, key3, key4, key5], inSets: sets(key1, key2, key3, key4, key5)))
    }

    private func inSets(
        _ statement: SelectStatement
    ) -> Grouped5<
        Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey, Key3.OptionalGroupKey,
        Key4.OptionalGroupKey, Key5.OptionalGroupKey
    >
    where
        Key1.OptionalGroupKey: GroupKey, Key2.OptionalGroupKey: GroupKey,
        Key3.OptionalGroupKey: GroupKey, Key4.OptionalGroupKey: GroupKey,
        Key5.OptionalGroupKey: GroupKey
    {
        Grouped5<
            Base, Key1.OptionalGroupKey, Key2.OptionalGroupKey, Key3.OptionalGroupKey,
            Key4.OptionalGroupKey, Key5.OptionalGroupKey
        >(
            key1.optionalGroupKey, key2.optionalGroupKey, key3.optionalGroupKey,
            key4.optionalGroupKey, key5.optionalGroupKey, rows, statement)
    }
}
