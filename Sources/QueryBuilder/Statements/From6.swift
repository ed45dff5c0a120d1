// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

/// A SELECT over six tables that returns whole rows until `select` says otherwise.
public struct From6<
    A: Selection, B: Selection, C: Selection, D: Selection, E: Selection, F: Selection
>: SelectQuery {
    let scopeA: A
    let scopeB: B
    let scopeC: C
    let scopeD: D
    let scopeE: E
    let scopeF: F

    /// The clauses.
    public var statement: SelectStatement

    init(
        _ scopeA: A, _ scopeB: B, _ scopeC: C, _ scopeD: D, _ scopeE: E, _ scopeF: F,
        _ statement: SelectStatement
    ) {
        self.scopeA = scopeA
        self.scopeB = scopeB
        self.scopeC = scopeC
        self.scopeD = scopeD
        self.scopeE = scopeE
        self.scopeF = scopeF
        self.statement = statement
    }

    /// The tables' rows.
    public typealias Element = (A.Value, B.Value, C.Value, D.Value, E.Value, F.Value)

    /// The tables' rows, by table.
    public typealias ColumnArrays = (
        [A.Value], [B.Value], [C.Value], [D.Value], [E.Value], [F.Value]
    )

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement {
        var whole = statement
        whole.selection += scopeA.selectedExpressions
        whole.selection += scopeB.selectedExpressions
        whole.selection += scopeC.selectedExpressions
        whole.selection += scopeD.selectedExpressions
        whole.selection += scopeE.selectedExpressions
        whole.selection += scopeF.selectedExpressions
        return whole.rendered
    }

    /// Reads rows that the statement returned.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element] {
        try rows.decode(
            A.Value.self, B.Value.self, C.Value.self, D.Value.self, E.Value.self, F.Value.self)
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
            try reader.next(E.Value.self), try reader.next(F.Value.self)
        )
    }

    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns `nil` adds no condition.
    public func `where`<Condition: SQLExpression>(
        _ condition: (A, B, C, D, E, F) -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filter(condition(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF)?.node) }
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (A, B, C, D, E, F, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        guard let value else { return self }
        return with {
            $0.filter(condition(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF, value).node)
        }
    }

    /// Sorts the rows, after what earlier calls sort by.
    public func orderBy<each Term: OrderTerm>(
        _ terms: (A, B, C, D, E, F) -> (repeat each Term)
    ) -> Self {
        with { $0.order(by: repeat each terms(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF)) }
    }

    /// Makes one row of all that are equal in these expressions.
    public func groupBy<each Key: Selection>(
        _ keys: (A, B, C, D, E, F) -> (repeat each Key)
    ) -> Self {
        with { $0.group(by: repeat each keys(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF)) }
    }

    /// Keeps the groups for which the condition is true.
    public func having<Condition: SQLExpression>(
        _ condition: (A, B, C, D, E, F) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filterGroups(condition(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF).node) }
    }

    /// Returns these expressions, or whole tables, as a tuple instead of all rows.
    public func select<each Output: Selection>(
        _ selection: (A, B, C, D, E, F) -> (repeat each Output)
    ) -> Select<(A, B, C, D, E, F), repeat (each Output).Value> {
        Select(
            (scopeA, scopeB, scopeC, scopeD, scopeE, scopeF),
            statement.selecting(
                repeat each selection(scopeA, scopeB, scopeC, scopeD, scopeE, scopeF)))
    }
}
