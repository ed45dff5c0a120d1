extension Table {
    /// All rows of the table.
    @inlinable
    public static var all: From1<Columns> {
        From1(columns, SelectStatement(from: TableReference(definition)))
    }

    /// All rows of the table under another name.
    public static func `as`(_ alias: String) -> From1<Columns> {
        let reference = TableReference(definition, alias: alias)
        return From1(Columns(reference), SelectStatement(from: reference))
    }

    /// The rows for which the condition is true.
    @inlinable
    public static func `where`<Condition: SQLExpression>(
        _ condition: (Columns) -> Condition?
    ) -> From1<Columns> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// The rows for which the condition is true, or all when there is no value to compare with.
    @inlinable
    public static func `where`<Input, Condition: SQLExpression>(
        ifLet value: Input?, _ condition: (Columns, Input) -> Condition
    ) -> From1<Columns> where Condition.Value.Base == Bool {
        all.where(ifLet: value, condition)
    }

    /// The rows together with those of another table; rows without a partner are left out.
    public static func join<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (Columns, Row.Columns) -> Condition
    ) -> From2<Columns, Row.Columns> where Condition.Value.Base == Bool {
        all.join(table, as: alias, on: condition)
    }

    /// The rows together with those of another table, `nil` where there is no partner.
    public static func leftJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (Columns, Row.Columns) -> Condition
    ) -> From2<Columns, Nullable<Row.Columns>> where Condition.Value.Base == Bool {
        all.leftJoin(table, as: alias, on: condition)
    }

    /// The rows together with those of a source; rows without a partner are left out.
    public static func join<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (Columns, Source.Columns) -> Condition
    ) -> From2<Columns, Source.Columns> where Condition.Value.Base == Bool {
        all.join(source, as: alias, on: condition)
    }

    /// The rows together with those of a source, `nil` where there is no partner.
    public static func leftJoin<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (Columns, Source.Columns) -> Condition
    ) -> From2<Columns, Source.Columns.NullableColumns> where Condition.Value.Base == Bool {
        all.leftJoin(source, as: alias, on: condition)
    }

    /// These expressions of each row as a tuple.
    @inlinable
    public static func select<each Output: Selection>(
        _ selection: (Columns) -> (repeat each Output)
    ) -> Select<Columns, repeat (each Output).Value> {
        all.select(selection)
    }

    /// This expression of each row.
    @inlinable
    public static func select<Output: Selection>(
        _ selection: (Columns) -> Output
    ) -> Select<Columns, Output.Value> {
        all.select(selection)
    }

    /// All rows of the table, sorted.
    public static func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: (Columns) -> (First, Second, repeat each Term)
    ) -> From1<Columns> {
        all.orderBy(terms)
    }

    /// All rows of the table, sorted.
    public static func orderBy<Term: OrderTerm>(_ term: (Columns) -> Term) -> From1<Columns> {
        all.orderBy(term)
    }
}
