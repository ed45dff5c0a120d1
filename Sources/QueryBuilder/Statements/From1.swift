// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

/// A SELECT over one table that returns whole rows until `select` says otherwise.
public struct From1<A: Selection>: SelectQuery {
    let scopeA: A

    /// The clauses.
    public var statement: SelectStatement

    init(_ scopeA: A, _ statement: SelectStatement) {
        self.scopeA = scopeA
        self.statement = statement
    }

    /// The table' rows.
    public typealias Element = A.Value

    /// The table' rows, by table.
    public typealias ColumnArrays = [A.Value]

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement {
        var whole = statement
        whole.selection += scopeA.selectedExpressions
        return whole.rendered
    }

    /// Reads rows that the statement returned.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element] {
        try rows.decode(A.Value.self)
    }

    /// Reads rows that the statement returned, table by table.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> ColumnArrays {
        var reader = ColumnArrayReader(rows)
        return (try reader.next(A.Value.self))
    }

    /// Keeps the rows for which the condition is true, and for which earlier ones are.
    ///
    /// A closure that returns `nil` adds no condition.
    public func `where`<Condition: SQLExpression>(
        _ condition: (A) -> Condition?
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filter(condition(scopeA)?.node) }
    }

    /// Keeps the rows for which the condition is true, if there is a value to compare with.
    public func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (A, Input) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        guard let value else { return self }
        return with { $0.filter(condition(scopeA, value).node) }
    }

    /// Sorts the rows, after what earlier calls sort by.
    public func orderBy<each Term: OrderTerm>(
        _ terms: (A) -> (repeat each Term)
    ) -> Self {
        with { $0.order(by: repeat each terms(scopeA)) }
    }

    /// Makes one row of all that are equal in these expressions.
    public func groupBy<each Key: Selection>(
        _ keys: (A) -> (repeat each Key)
    ) -> Self {
        with { $0.group(by: repeat each keys(scopeA)) }
    }

    /// Keeps the groups for which the condition is true.
    public func having<Condition: SQLExpression>(
        _ condition: (A) -> Condition
    ) -> Self where Condition.Value.Base == Bool {
        with { $0.filterGroups(condition(scopeA).node) }
    }

    /// Returns these expressions, or whole tables, as a tuple instead of all rows.
    public func select<each Output: Selection>(
        _ selection: (A) -> (repeat each Output)
    ) -> Select<A, repeat (each Output).Value> {
        Select(scopeA, statement.selecting(repeat each selection(scopeA)))
    }

    /// Adds a table; rows without a partner are left out.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func join<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, Row.Columns) -> Condition
    ) -> From2<A, Row.Columns> where Condition.Value.Base == Bool {
        let reference = statement.reference(to: Row.definition, as: alias)
        let scopeB = Row.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA, scopeB, statement.joining(reference, .inner, on: node))
    }

    /// Adds a table whose row is `nil` where there is no partner.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func leftJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, Row.Columns) -> Condition
    ) -> From2<A, Nullable<Row.Columns>> where Condition.Value.Base == Bool {
        let reference = statement.reference(to: Row.definition, as: alias)
        let scopeB = Row.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA, Nullable(scopeB), statement.joining(reference, .left, on: node))
    }
}
