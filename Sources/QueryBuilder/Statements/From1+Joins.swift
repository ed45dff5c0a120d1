// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

extension From1 {
    /// Adds what it is joined with; rows without a partner are left out.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func join<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, Row.Columns) -> Condition
    ) -> From2<A, Row.Columns> where Condition.Value.Base == Bool {
        join(TableSource<Row>(), as: alias, on: condition)
    }

    /// Adds what it is joined with; rows without a partner are left out.
    ///
    /// A source whose name the query already has, or an explicit `alias`, is joined under another
    /// name.
    public func join<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (A, Source.Columns) -> Condition
    ) -> From2<A, Source.Columns> where Condition.Value.Base == Bool {
        let item = source.item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA, scopeB, statement.joining(item, reference, .inner, .on(node)))
    }

    /// Adds what it is joined with, whose row is `nil` where there is no partner.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func leftJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, Row.Columns) -> Condition
    ) -> From2<A, Row.Columns.NullableColumns> where Condition.Value.Base == Bool {
        leftJoin(TableSource<Row>(), as: alias, on: condition)
    }

    /// Adds what it is joined with, whose row is `nil` where there is no partner.
    ///
    /// A source whose name the query already has, or an explicit `alias`, is joined under another
    /// name.
    public func leftJoin<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (A, Source.Columns) -> Condition
    ) -> From2<A, Source.Columns.NullableColumns> where Condition.Value.Base == Bool {
        let item = source.item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA, scopeB.nullableColumns, statement.joining(item, reference, .left, .on(node)))
    }

    /// Adds what it is joined with; the rows before it are `nil` where there is no partner.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func rightJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, Row.Columns) -> Condition
    ) -> From2<A.NullableColumns, Row.Columns> where Condition.Value.Base == Bool {
        rightJoin(TableSource<Row>(), as: alias, on: condition)
    }

    /// Adds what it is joined with; the rows before it are `nil` where there is no partner.
    ///
    /// A source whose name the query already has, or an explicit `alias`, is joined under another
    /// name.
    public func rightJoin<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (A, Source.Columns) -> Condition
    ) -> From2<A.NullableColumns, Source.Columns> where Condition.Value.Base == Bool {
        let item = source.item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA.nullableColumns, scopeB, statement.joining(item, reference, .right, .on(node)))
    }

    /// Adds what it is joined with; either side is `nil` where there is no partner.
    ///
    /// A table that the query already has, or an explicit `alias`, is joined under another name.
    public func fullJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (A, Row.Columns) -> Condition
    ) -> From2<A.NullableColumns, Row.Columns.NullableColumns> where Condition.Value.Base == Bool {
        fullJoin(TableSource<Row>(), as: alias, on: condition)
    }

    /// Adds what it is joined with; either side is `nil` where there is no partner.
    ///
    /// A source whose name the query already has, or an explicit `alias`, is joined under another
    /// name.
    public func fullJoin<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (A, Source.Columns) -> Condition
    ) -> From2<A.NullableColumns, Source.Columns.NullableColumns>
    where Condition.Value.Base == Bool {
        let item = source.item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA.nullableColumns, scopeB.nullableColumns,
            statement.joining(item, reference, .full, .on(node)))
    }

    /// Adds what it is joined with; rows without a partner are left out.
    ///
    /// Columns of the same name are compared.
    public func joinUsing<Row: Table>(
        _ table: Row.Type, as alias: String? = nil,
        _ columns: (A, Row.Columns) -> UsingColumns
    ) -> From2<A, Row.Columns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        let criterion = columns(scopeA, scopeB).criterion
        return From2(
            scopeA, scopeB, statement.joining(item, reference, .inner, criterion))
    }

    /// Adds what it is joined with; rows without a partner are left out.
    ///
    /// All columns that have the same name in both are compared.
    public func naturalJoin<Row: Table>(
        _ table: Row.Type, as alias: String? = nil
    ) -> From2<A, Row.Columns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        return From2(
            scopeA, scopeB, statement.joining(item, reference, .inner, .natural))
    }

    /// Adds what it is joined with, whose row is `nil` where there is no partner.
    ///
    /// Columns of the same name are compared.
    public func leftJoinUsing<Row: Table>(
        _ table: Row.Type, as alias: String? = nil,
        _ columns: (A, Row.Columns) -> UsingColumns
    ) -> From2<A, Row.Columns.NullableColumns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        let criterion = columns(scopeA, scopeB).criterion
        return From2(
            scopeA, scopeB.nullableColumns, statement.joining(item, reference, .left, criterion))
    }

    /// Adds what it is joined with, whose row is `nil` where there is no partner.
    ///
    /// All columns that have the same name in both are compared.
    public func naturalLeftJoin<Row: Table>(
        _ table: Row.Type, as alias: String? = nil
    ) -> From2<A, Row.Columns.NullableColumns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        return From2(
            scopeA, scopeB.nullableColumns, statement.joining(item, reference, .left, .natural))
    }

    /// Adds what it is joined with; the rows before it are `nil` where there is no partner.
    ///
    /// Columns of the same name are compared.
    public func rightJoinUsing<Row: Table>(
        _ table: Row.Type, as alias: String? = nil,
        _ columns: (A, Row.Columns) -> UsingColumns
    ) -> From2<A.NullableColumns, Row.Columns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        let criterion = columns(scopeA, scopeB).criterion
        return From2(
            scopeA.nullableColumns, scopeB, statement.joining(item, reference, .right, criterion))
    }

    /// Adds what it is joined with; the rows before it are `nil` where there is no partner.
    ///
    /// All columns that have the same name in both are compared.
    public func naturalRightJoin<Row: Table>(
        _ table: Row.Type, as alias: String? = nil
    ) -> From2<A.NullableColumns, Row.Columns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        return From2(
            scopeA.nullableColumns, scopeB, statement.joining(item, reference, .right, .natural))
    }

    /// Adds what it is joined with; either side is `nil` where there is no partner.
    ///
    /// Columns of the same name are compared.
    public func fullJoinUsing<Row: Table>(
        _ table: Row.Type, as alias: String? = nil,
        _ columns: (A, Row.Columns) -> UsingColumns
    ) -> From2<A.NullableColumns, Row.Columns.NullableColumns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        let criterion = columns(scopeA, scopeB).criterion
        return From2(
            scopeA.nullableColumns, scopeB.nullableColumns,
            statement.joining(item, reference, .full, criterion))
    }

    /// Adds what it is joined with; either side is `nil` where there is no partner.
    ///
    /// All columns that have the same name in both are compared.
    public func naturalFullJoin<Row: Table>(
        _ table: Row.Type, as alias: String? = nil
    ) -> From2<A.NullableColumns, Row.Columns.NullableColumns> {
        let item = TableSource<Row>().item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Row.Columns(reference)
        return From2(
            scopeA.nullableColumns, scopeB.nullableColumns,
            statement.joining(item, reference, .full, .natural))
    }

    /// Pairs every row with every row of a table.
    public func crossJoin<Row: Table>(
        _ table: Row.Type, as alias: String? = nil
    ) -> From2<A, Row.Columns> {
        crossJoin(TableSource<Row>(), as: alias)
    }

    /// Pairs every row with every row of another source.
    public func crossJoin<Source: RowSource>(
        _ source: Source, as alias: String? = nil
    ) -> From2<A, Source.Columns> {
        let item = source.item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        return From2(
            scopeA, scopeB,
            statement.joining(item, reference, .cross, .none))
    }

    /// Adds what it is joined with; rows without a partner are left out.
    ///
    /// The closure makes the source from the columns of the row.
    public func joinLateral<Source: RowSource>(
        as alias: String? = nil, _ source: (A) -> Source,
        on condition: (A, Source.Columns) -> Predicate = alwaysTrue
    ) -> From2<A, Source.Columns> {
        let item = source(scopeA).item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA, scopeB,
            statement.joining(item, reference, .inner, .on(node), isLateral: true))
    }

    /// Adds what it is joined with, whose row is `nil` where there is no partner.
    ///
    /// The closure makes the source from the columns of the row.
    public func leftJoinLateral<Source: RowSource>(
        as alias: String? = nil, _ source: (A) -> Source,
        on condition: (A, Source.Columns) -> Predicate = alwaysTrue
    ) -> From2<A, Source.Columns.NullableColumns> {
        let item = source(scopeA).item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        let node = condition(scopeA, scopeB).node
        return From2(
            scopeA, scopeB.nullableColumns,
            statement.joining(item, reference, .left, .on(node), isLateral: true))
    }

    /// Pairs every row with the rows computed for it.
    ///
    /// The closure makes the source from the columns of the row.
    public func crossJoinLateral<Source: RowSource>(
        as alias: String? = nil, _ source: (A) -> Source
    ) -> From2<A, Source.Columns> {
        let item = source(scopeA).item
        let reference = statement.reference(to: item, as: alias)
        let scopeB = Source.Columns(reference)
        return From2(
            scopeA, scopeB,
            statement.joining(item, reference, .cross, .none, isLateral: true))
    }
}
