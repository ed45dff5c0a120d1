// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

/// A SELECT over five tables that returns whole rows until `select` says otherwise.
public struct From5<A: Selection, B: Selection, C: Selection, D: Selection, E: Selection>:
    SelectQuery
{
    let scopeA: A
    let scopeB: B
    let scopeC: C
    let scopeD: D
    let scopeE: E

    /// The clauses.
    public var statement: SelectStatement

    init(
        _ scopeA: A, _ scopeB: B, _ scopeC: C, _ scopeD: D, _ scopeE: E,
        _ statement: SelectStatement
    ) {
        self.scopeA = scopeA
        self.scopeB = scopeB
        self.scopeC = scopeC
        self.scopeD = scopeD
        self.scopeE = scopeE
        self.statement = statement
    }

    /// The tables' rows.
    public typealias Element = (A.Value, B.Value, C.Value, D.Value, E.Value)

    /// The tables' rows, by table.
    public typealias ColumnArrays = ([A.Value], [B.Value], [C.Value], [D.Value], [E.Value])

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement {
        var whole = statement
        whole.selection += scopeA.selectedExpressions
        whole.selection += scopeB.selectedExpressions
        whole.selection += scopeC.selectedExpressions
        whole.selection += scopeD.selectedExpressions
        whole.selection += scopeE.selectedExpressions
        return whole.rendered
    }

    /// Reads rows that the statement returned.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element] {
        try rows.decode(A.Value.self, B.Value.self, C.Value.self, D.Value.self, E.Value.self)
    }

    /// Reads rows that the statement returned, table by table.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> ColumnArrays {
        var reader = ColumnArrayReader(rows)
        return (
            try reader.next(A.Value.self), try reader.next(B.Value.self),
            try reader.next(C.Value.self), try reader.next(D.Value.self),
            try reader.next(E.Value.self)
        )
    }

    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns `nil` adds no condition.
    public func `where`<Condition: SQLExpression>(
        _ condition: (A, B, C, D, E) -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filter(condition(scopeA, scopeB, scopeC, scopeD, scopeE)?.node) }
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (A, B, C, D, E, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        guard let value else { return self }
        return with { $0.filter(condition(scopeA, scopeB, scopeC, scopeD, scopeE, value).node) }
    }

    /// Sorts the rows, after what earlier calls sort by.
    public func orderBy<each Term: OrderTerm>(
        _ terms: (A, B, C, D, E) -> (repeat each Term)
    ) -> Self {
        with { $0.order(by: repeat each terms(scopeA, scopeB, scopeC, scopeD, scopeE)) }
    }

    /// Makes one row of all that are equal in these expressions.
    public func groupBy<each Key: Selection>(
        _ keys: (A, B, C, D, E) -> (repeat each Key)
    ) -> Self {
        with { $0.group(by: repeat each keys(scopeA, scopeB, scopeC, scopeD, scopeE)) }
    }

    /// Keeps the groups for which the condition is true.
    public func having<Condition: SQLExpression>(
        _ condition: (A, B, C, D, E) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filterGroups(condition(scopeA, scopeB, scopeC, scopeD, scopeE).node) }
    }

    /// Returns these expressions, or whole tables, as a tuple instead of all rows.
    public func select<each Output: Selection>(
        _ selection: (A, B, C, D, E) -> (repeat each Output)
    ) -> Select<(A, B, C, D, E), repeat (each Output).Value> {
        Select(
            (scopeA, scopeB, scopeC, scopeD, scopeE),
            statement.selecting(repeat each selection(scopeA, scopeB, scopeC, scopeD, scopeE)))
    }

    /// Adds a table; rows without a partner are left out.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func join<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, B, C, D, E, Row.Columns) -> Condition
    ) -> From6<A, B, C, D, E, Row.Columns> where Condition.Value.Base == Bool {
        let reference = statement.reference(to: Row.definition, as: alias)
        let scopeF = Row.Columns(reference)
        let node = condition(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF).node
        return From6(
            scopeA, scopeB, scopeC, scopeD, scopeE, scopeF,
            statement.joining(reference, .inner, on: node))
    }

    /// Adds a table whose row is `nil` where there is no partner.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func leftJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, B, C, D, E, Row.Columns) -> Condition
    ) -> From6<A, B, C, D, E, Nullable<Row.Columns>> where Condition.Value.Base == Bool {
        let reference = statement.reference(to: Row.definition, as: alias)
        let scopeF = Row.Columns(reference)
        let node = condition(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF).node
        return From6(
            scopeA, scopeB, scopeC, scopeD, scopeE, Nullable(scopeF),
            statement.joining(reference, .left, on: node))
    }
}
