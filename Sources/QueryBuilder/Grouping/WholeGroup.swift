/// A query whose one row is made of all rows, for which it is still to be said what is selected.
public struct WholeGroup<Base: Sendable>: Sendable {
    private let rows: GroupRows<Base>
    private let statement: SelectStatement

    init(_ rows: GroupRows<Base>, _ statement: SelectStatement) {
        self.rows = rows
        self.statement = statement
    }

    /// Returns the row only if the condition is true.
    ///
    /// A condition that may be unknown says what that means: `isTrue` or `isNotFalse`.
    public func having(_ condition: (GroupRows<Base>) -> Predicate) -> WholeGroup {
        var copy = statement
        copy.filterGroups(condition(rows).node)
        return WholeGroup(rows, copy)
    }

    /// Returns this expression of all rows.
    public func select<Output: PlainSelection>(
        _ selection: (GroupRows<Base>) -> Output
    ) -> Select<NoColumns, Output.Value> {
        Select(NoColumns(), statement.selecting(selection(rows)))
    }

    /// Returns these expressions of all rows as a tuple.
    public func select<each Output: PlainSelection>(
        _ selection: (GroupRows<Base>) -> (repeat each Output)
    ) -> Select<NoColumns, repeat (each Output).Value> {
        Select(NoColumns(), statement.selecting(repeat each selection(rows)))
    }

    /// Takes what is no aggregate of `rows`, and makes no query of it.
    public func select(_ selection: (GroupRows<Base>) -> Void) -> NotSelectable { NotSelectable() }
}

/// What is left of a group's select list in which something is neither a key nor an aggregate of
/// `rows`: no query.
///
/// Without it the compiler would take such a closure, with a mere warning, for one that selects nothing.
public struct NotSelectable: Sendable {}
