// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

/// A SELECT over three tables that returns whole rows until `select` says otherwise.
public struct From3<A: RowColumns, B: RowColumns, C: RowColumns>: FromQuery {
    @usableFromInline let scopeA: A
    @usableFromInline let scopeB: B
    @usableFromInline let scopeC: C

    /// The clauses.
    public var statement: SelectStatement

    @usableFromInline
    init(_ scopeA: A, _ scopeB: B, _ scopeC: C, _ statement: SelectStatement) {
        self.scopeA = scopeA
        self.scopeB = scopeB
        self.scopeC = scopeC
        self.statement = statement
    }

    /// The columns, as the closures of other statements get them.
    public var scope: (A, B, C) { (scopeA, scopeB, scopeC) }

    /// The tables' rows.
    public typealias Element = (A.Value, B.Value, C.Value)

    /// The tables' rows, by table.
    public typealias ColumnArrays = ([A.Value], [B.Value], [C.Value])

    /// The clauses, with all columns where nothing else is selected.
    public var completeStatement: SelectStatement {
        var whole = statement
        whole.selection += scopeA.selectedExpressions
        whole.selection += scopeB.selectedExpressions
        whole.selection += scopeC.selectedExpressions
        return whole
    }

    /// Reads rows that the statement returned.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element] {
        try rows.decode(A.Value.self, B.Value.self, C.Value.self)
    }

    /// Reads rows that the statement returned, table by table.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> ColumnArrays {
        var reader = ColumnArrayReader(rows)
        return (
            try reader.next(A.Value.self), try reader.next(B.Value.self),
            try reader.next(C.Value.self)
        )
    }

    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns `nil` adds no condition.
    @inlinable
    public consuming func `where`<Condition: SQLExpression>(
        _ condition: (A, B, C) -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        statement.filter(condition(scopeA, scopeB, scopeC)?.node)
        return self
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    @inlinable
    public consuming func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (A, B, C, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        if let value { statement.filter(condition(scopeA, scopeB, scopeC, value).node) }
        return self
    }

    /// Keeps the rows for which all of the conditions are true; those may be under an `if`.
    public consuming func whereAll(@ConditionBuilder _ conditions: (A, B, C) -> [SQLNode]) -> Self {
        statement.filter(.every(conditions(scopeA, scopeB, scopeC)))
        return self
    }

    /// Keeps the rows for which one of the conditions is true; with none at all, every row.
    public consuming func whereAny(@ConditionBuilder _ conditions: (A, B, C) -> [SQLNode]) -> Self {
        statement.filter(.some(of: conditions(scopeA, scopeB, scopeC)))
        return self
    }

    /// Sorts the rows, after what earlier calls sort by.
    public consuming func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: (A, B, C) -> (First, Second, repeat each Term)
    ) -> Self {
        statement.order(by: tupleParts { terms(scopeA, scopeB, scopeC) })
        return self
    }

    /// Sorts the rows, after what earlier calls sort by.
    public consuming func orderBy<Term: OrderTerm>(_ term: (A, B, C) -> Term) -> Self {
        statement.orderBy.append(term(scopeA, scopeB, scopeC).ordering)
        return self
    }

    /// Makes one row of all that are equal in these expressions, without the checks of `grouped`.
    ///
    /// The server refuses a column that is neither a key nor inside of an aggregate.
    public consuming func groupBy<First: GroupTerm, Second: GroupTerm, each Key: GroupTerm>(
        _ keys: (A, B, C) -> (First, Second, repeat each Key)
    ) -> Self {
        statement.group(by: tupleParts { keys(scopeA, scopeB, scopeC) })
        return self
    }

    /// Makes one row of all that are equal in this expression, without the checks of `grouped`.
    ///
    /// The server refuses a column that is neither a key nor inside of an aggregate.
    public consuming func groupBy<Key: GroupTerm>(_ key: (A, B, C) -> Key) -> Self {
        statement.groupBy += key(scopeA, scopeB, scopeC).groupingElements
        return self
    }

    /// Keeps the groups for which the condition is true.
    public consuming func having<Condition: SQLExpression>(
        _ condition: (A, B, C) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        statement.filterGroups(condition(scopeA, scopeB, scopeC).node)
        return self
    }

    /// Keeps the first row, in the query's order, of those that are equal in these expressions.
    ///
    /// The order has to begin with the same expressions.
    public func distinctOn<First: GroupTerm, Second: GroupTerm, each Key: GroupTerm>(
        _ keys: (A, B, C) -> (First, Second, repeat each Key)
    ) -> Self {
        with { $0.deduplicate(on: tupleParts { keys(scopeA, scopeB, scopeC) }) }
    }

    /// Keeps the first row, in the query's order, of those that are equal in this expression.
    public func distinctOn<Key: GroupTerm>(_ key: (A, B, C) -> Key) -> Self {
        with { $0.deduplicate(on: [key(scopeA, scopeB, scopeC)]) }
    }

    /// Gives a window a name, by which window functions of the query can use it.
    public func window(
        _ name: WindowName, _ definition: (A, B, C) -> WindowDefinition
    ) -> Self {
        with { $0.rareClauses.windows.append((name, definition(scopeA, scopeB, scopeC))) }
    }

    /// Locks the rows of these tables, which are not on the outer side of a join.
    public func lock<First: TableColumns, Second: TableColumns, each Locked: TableColumns>(
        _ strength: LockStrength, _ waiting: LockWaiting? = nil,
        of tables: (A, B, C) -> (First, Second, repeat each Locked)
    ) -> Self {
        with { $0.lock(strength, tupleParts { tables(scopeA, scopeB, scopeC) }, waiting) }
    }

    /// Locks the rows of this table, which is not on the outer side of a join.
    public func lock<Locked: TableColumns>(
        _ strength: LockStrength, _ waiting: LockWaiting? = nil,
        of table: (A, B, C) -> Locked
    ) -> Self {
        with { $0.lock(strength, [table(scopeA, scopeB, scopeC)], waiting) }
    }

    /// Returns this expression, or whole table, instead of all rows.
    @inlinable
    public consuming func select<Output: Selection>(
        _ selection: (A, B, C) -> Output
    ) -> Select<(A, B, C), Output.Value> {
        let nodes = selection(scopeA, scopeB, scopeC).selectedExpressions
        return Select((scopeA, scopeB, scopeC), statement.selecting(nodes))
    }

    /// Returns these expressions, or whole tables, as a tuple instead of all rows.
    @inlinable
    public consuming func select<each Output: Selection>(
        _ selection: (A, B, C) -> (repeat each Output)
    ) -> Select<(A, B, C), repeat (each Output).Value> {
        Select(
            (scopeA, scopeB, scopeC),
            statement.selecting(repeat each selection(scopeA, scopeB, scopeC)))
    }
}
