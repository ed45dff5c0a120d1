public import PGCore

/// The columns of rows that have no Swift type of their own, by their place.
///
/// `columns` is a tuple with the types of what was selected; a single column is no tuple, and is
/// compared by methods, as in `$0.columns.eq(1)`:
///
/// ```swift
/// let totals = PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows.count) }
/// let query = UserRow.join(totals.derived("t")) { u, t in t.columns.0 == u.id }
/// ```
public struct TupleColumns<each Output: SQLValue>: SourceColumns {
    /// A row of these columns.
    public typealias Value = RowTuple<repeat each Output>

    /// The same columns where the row may be missing.
    public typealias NullableColumns = NullableTupleColumns<repeat each Output>

    /// The columns in their order.
    public let columns: (repeat Column<each Output>)

    /// Makes the columns of what is named so in one query.
    public init(_ table: TableReference) {
        var names = TupleColumnNames(table)
        columns = (repeat names.next((each Output).self))
    }

    /// All columns, in the order in which a row is read.
    public var selectedExpressions: [SQLNode] {
        var nodes: [SQLNode] = []
        for column in repeat each columns { nodes.append(column.node) }
        return nodes
    }

    /// The columns, each of them optional.
    public var nullableColumns: NullableTupleColumns<repeat each Output> {
        NullableTupleColumns(self)
    }

    /// The names that the columns have in SQL.
    static var names: [String] {
        var names: [String] = []
        for _ in repeat (each Output).self { names.append(TupleColumnNames.name(names.count)) }
        return names
    }
}

/// The columns of a ``TupleColumns`` on the outer side of a join.
public struct NullableTupleColumns<each Output: SQLValue>: RowColumns {
    /// A row, or `nil` where the join found none.
    public typealias Value = RowTuple<repeat each Output>?

    /// The columns in their order, each of them optional.
    public let columns: (repeat Column<(each Output).Base?>)

    init(_ present: TupleColumns<repeat each Output>) {
        columns = (repeat (each present.columns).optional)
    }

    /// All columns, in the order in which a row is read.
    public var selectedExpressions: [SQLNode] {
        var nodes: [SQLNode] = []
        for column in repeat each columns { nodes.append(column.node) }
        return nodes
    }

    /// The same columns: no row is missing twice.
    public var nullableColumns: NullableTupleColumns<repeat each Output> { self }
}

/// A row without a Swift type of its own.
public struct RowTuple<each Output: SQLValue>: RowDecodable {
    /// The values in their order; a single value is no tuple.
    public let values: (repeat each Output)

    /// The number of values.
    public static var columnCount: Int {
        var count = 0
        for type in repeat (each Output).self { count += type.columnCount }
        return count
    }

    /// Reads the values.
    ///
    /// - Throws: `PGError` with a decoding code, naming the column.
    public init<Row: RowReader>(
        from row: borrowing Row, at index: inout Int
    ) throws(PGError) {
        values = (repeat try (each Output)(from: row, at: &index))
    }
}

/// Names columns as the server names those of VALUES: `column1`, `column2`, and so on.
struct TupleColumnNames {
    private let table: TableReference
    private var count = 0

    init(_ table: TableReference) {
        self.table = table
    }

    mutating func next<Value: SQLValue>(_ type: Value.Type) -> Column<Value> {
        count += 1
        return Column(table, Self.name(count - 1))
    }

    static func name(_ index: Int) -> String { "column\(index + 1)" }
}
