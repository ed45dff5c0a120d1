// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

/// A SELECT over three tables that returns whole rows until `select` says otherwise.
public struct From3<A: Selection, B: Selection, C: Selection>: SelectQuery {
    let scopeA: A
    let scopeB: B
    let scopeC: C

    /// The clauses.
    public var statement: SelectStatement

    init(_ scopeA: A, _ scopeB: B, _ scopeC: C, _ statement: SelectStatement) {
        self.scopeA = scopeA
        self.scopeB = scopeB
        self.scopeC = scopeC
        self.statement = statement
    }

    /// The tables' rows.
    public typealias Element = (A.Value, B.Value, C.Value)

    /// The tables' rows, by table.
    public typealias ColumnArrays = ([A.Value], [B.Value], [C.Value])

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement {
        var whole = statement
        whole.selection += scopeA.selectedExpressions
        whole.selection += scopeB.selectedExpressions
        whole.selection += scopeC.selectedExpressions
        return whole.rendered
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
    public func `where`<Condition: SQLExpression>(
        _ condition: (A, B, C) -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filter(condition(scopeA, scopeB, scopeC)?.node) }
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (A, B, C, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        guard let value else { return self }
        return with { $0.filter(condition(scopeA, scopeB, scopeC, value).node) }
    }

    /// Sorts the rows, after what earlier calls sort by.
    public func orderBy<each Term: OrderTerm>(
        _ terms: (A, B, C) -> (repeat each Term)
    ) -> Self {
        with { $0.order(by: repeat each terms(scopeA, scopeB, scopeC)) }
    }

    /// Makes one row of all that are equal in these expressions.
    public func groupBy<each Key: Selection>(
        _ keys: (A, B, C) -> (repeat each Key)
    ) -> Self {
        with { $0.group(by: repeat each keys(scopeA, scopeB, scopeC)) }
    }

    /// Keeps the groups for which the condition is true.
    public func having<Condition: SQLExpression>(
        _ condition: (A, B, C) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filterGroups(condition(scopeA, scopeB, scopeC).node) }
    }

    /// Returns these expressions, or whole tables, as a tuple instead of all rows.
    public func select<each Output: Selection>(
        _ selection: (A, B, C) -> (repeat each Output)
    ) -> Select<(A, B, C), repeat (each Output).Value> {
        Select(
            (scopeA, scopeB, scopeC),
            statement.selecting(repeat each selection(scopeA, scopeB, scopeC)))
    }

    /// Adds a table; rows without a partner are left out.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func join<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, B, C, Row.Columns) -> Condition
    ) -> From4<A, B, C, Row.Columns> where Condition.Value.Base == Bool {
        let reference = statement.reference(to: Row.definition, as: alias)
        let scopeD = Row.Columns(reference)
        let node = condition(scopeA, scopeB, scopeC, scopeD).node
        return From4(
            scopeA, scopeB, scopeC, scopeD, statement.joining(reference, .inner, on: node))
    }

    /// Adds a table whose row is `nil` where there is no partner.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func leftJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, B, C, Row.Columns) -> Condition
    ) -> From4<A, B, C, Nullable<Row.Columns>> where Condition.Value.Base == Bool {
        let reference = statement.reference(to: Row.definition, as: alias)
        let scopeD = Row.Columns(reference)
        let node = condition(scopeA, scopeB, scopeC, scopeD).node
        return From4(
            scopeA, scopeB, scopeC, Nullable(scopeD), statement.joining(reference, .left, on: node))
    }
}
