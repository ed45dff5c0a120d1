/// Something with rows that may stand in FROM: a table, a subquery, a common table, a list of values,
/// a function.
///
/// Every query over it starts as one over a table does:
///
/// ```swift
/// let totals = PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows.count) }
///     .derived("totals")
/// let busy = totals.where { $0.columns.1 > 10 }
/// let named = UserRow.join(totals) { u, t in t.columns.0 == u.id }
/// ```
public protocol RowSource<Columns>: Sendable {
    /// The columns, typed.
    associatedtype Columns: SourceColumns

    /// What is written in the FROM clause, and the name it goes by there.
    var item: SourceItem { get }
}

/// What stands in a FROM clause, without its place in one query.
///
/// What it is made of is not public: it grows with the grammar.
public struct SourceItem: Sendable {
    package indirect enum Kind: Sendable {
        case table(only: Bool, sample: TableSample?)
        case subquery(SelectStatement)
        case common(CommonTableDefinition)
        case functions(FunctionCalls)

        /// A whole table, which most queries have: made once.
        package static let plainTable = Kind.table(only: false, sample: nil)
    }

    package var kind: Kind
    /// The schema, of a table.
    package var schema: String?
    /// The name it goes by unless the query gives it another.
    package var name: String
    /// Names given to the columns; empty where they have names already.
    package var columns: [String]

    package init(_ kind: Kind, schema: String? = nil, name: String, columns: [String] = []) {
        self.kind = kind
        self.schema = schema
        self.name = name
        self.columns = columns
    }

    package func reference(alias: String?) -> TableReference {
        TableReference(name, schema: schema, alias: alias)
    }
}

extension RowSource {
    /// All rows.
    public var all: From1<Columns> { named(nil) }

    /// All rows under another name.
    public func `as`(_ alias: String) -> From1<Columns> { named(alias) }

    private func named(_ alias: String?) -> From1<Columns> {
        let reference = item.reference(alias: alias)
        return From1(Columns(reference), SelectStatement(from: item, reference))
    }

    /// The rows for which the condition is true.
    public func `where`<Condition: SQLExpression>(
        _ condition: (Columns) -> Condition?
    ) -> From1<Columns> where Condition.Value.Base == Bool {
        all.where(condition)
    }

    /// The rows together with those of a table; rows without a partner are left out.
    public func join<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (Columns, Row.Columns) -> Condition
    ) -> From2<Columns, Row.Columns> where Condition.Value.Base == Bool {
        all.join(table, as: alias, on: condition)
    }

    /// The rows together with those of another source; rows without a partner are left out.
    public func join<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (Columns, Source.Columns) -> Condition
    ) -> From2<Columns, Source.Columns> where Condition.Value.Base == Bool {
        all.join(source, as: alias, on: condition)
    }

    /// The source's rows together with those of a table, `nil` where there is no partner.
    public func leftJoin<Row: Table, Condition: SQLExpression>(
        _ table: Row.Type, as alias: String? = nil,
        on condition: (Columns, Row.Columns) -> Condition
    ) -> From2<Columns, Nullable<Row.Columns>> where Condition.Value.Base == Bool {
        all.leftJoin(table, as: alias, on: condition)
    }

    /// The source's rows together with those of another, `nil` where there is no partner.
    public func leftJoin<Source: RowSource, Condition: SQLExpression>(
        _ source: Source, as alias: String? = nil,
        on condition: (Columns, Source.Columns) -> Condition
    ) -> From2<Columns, Source.Columns.NullableColumns> where Condition.Value.Base == Bool {
        all.leftJoin(source, as: alias, on: condition)
    }

    /// These expressions of each row as a tuple.
    public func select<each Output: Selection>(
        _ selection: (Columns) -> (repeat each Output)
    ) -> Select<Columns, repeat (each Output).Value> {
        all.select(selection)
    }

    /// This expression of each row.
    public func select<Output: Selection>(
        _ selection: (Columns) -> Output
    ) -> Select<Columns, Output.Value> {
        all.select(selection)
    }

    /// All rows, sorted.
    public func orderBy<First: OrderTerm, Second: OrderTerm, each Term: OrderTerm>(
        _ terms: (Columns) -> (First, Second, repeat each Term)
    ) -> From1<Columns> {
        all.orderBy(terms)
    }

    /// All rows, sorted.
    public func orderBy<Term: OrderTerm>(_ term: (Columns) -> Term) -> From1<Columns> {
        all.orderBy(term)
    }
}
