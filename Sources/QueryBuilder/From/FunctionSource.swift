public import PGCore

/// A function's rows in FROM.
///
/// ```swift
/// generateSeries(from: 1, through: 10).select { $0.value }
/// unnest(["a", "b"]).withOrdinality.select { ($0.ordinality, $0.value) }
/// ```
///
/// Arguments may be columns of the items before it: then it is joined with `joinLateral`.
public struct FunctionSource<Columns: SourceColumns>: RowSource {
    /// What is written in the FROM clause.
    public let item: SourceItem
    let calls: FunctionCalls

    init(_ calls: FunctionCalls, name: String, columns: [String]) {
        self.calls = calls
        item = SourceItem(.functions(calls), name: name, columns: columns)
    }

    /// The rows with their numbers, counted from 1.
    public var withOrdinality: FunctionSource<Ordinal<Columns>> {
        var numbered = calls
        numbered.hasOrdinality = true
        return FunctionSource<Ordinal<Columns>>(
            numbered, name: item.name, columns: item.columns + ["ordinality"])
    }
}

/// Calls of functions that stand in FROM as one item.
package struct FunctionCalls: Sendable {
    package var nodes: [SQLNode]
    package var hasOrdinality = false
    /// The types of the columns, for a function that returns plain records.
    package var columnTypes: [SQLType] = []

    package var hasColumnTypes: Bool { !columnTypes.isEmpty }

    package init(_ nodes: SQLNode...) {
        self.nodes = nodes
    }
}

extension FunctionSource {
    /// A function's one column, called in SQL written by hand.
    ///
    /// The type is asserted; ``SQLFragment`` binds the values:
    ///
    /// ```swift
    /// FunctionSource("regexp_split_to_table(\(text), ',')", as: String.self)
    /// ```
    public init<Value: SQLValue>(
        _ call: SQLFragment, as type: Value.Type, named name: String = "rows"
    ) where Columns == SingleColumn<Value> {
        self.init(FunctionCalls(call.node), name: name, columns: ["value"])
    }

    /// A function's columns as those of a row type, in its order.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - row: The row type.
    ///   - name: The name in the query; without one, the row type's table's.
    ///   - declaringTypes: Says the columns' types to the server, which it needs of functions that
    ///     return plain records, such as `jsonb_to_recordset`.
    public init<Row: Table>(
        _ call: SQLFragment, as row: Row.Type, named name: String? = nil,
        declaringTypes: Bool = false
    ) where Columns == Row.Columns {
        let definition = Row.definition
        var calls = FunctionCalls(call.node)
        if declaringTypes { calls.columnTypes = definition.columns.map(\.type) }
        self.init(
            calls, name: name ?? definition.name, columns: definition.columns.map(\.name))
    }
}

/// The columns of something that has only one.
public struct SingleColumn<Element: SQLValue>: SourceColumns {
    /// The value.
    public typealias Value = Element

    /// The column, optional on the outer side of a join.
    public typealias NullableColumns = Nullable<SingleColumn<Element>>

    /// The column.
    public let value: Column<Element>

    /// Makes the column of what is named so in one query.
    public init(_ table: TableReference) {
        value = Column(table, "value")
    }

    /// The column.
    public var selectedExpressions: [SQLNode] { [value.node] }
}

/// A function's columns and the number of the row.
@dynamicMemberLookup
public struct Ordinal<Columns: SourceColumns>: SourceColumns {
    /// The row and its number.
    public typealias Value = OrdinalRow<Columns.Value>

    /// The columns, optional on the outer side of a join.
    public typealias NullableColumns = Nullable<Ordinal<Columns>>

    private let functionColumns: Columns

    /// The number of the row, counted from 1.
    public let ordinality: Column<Int>

    /// Makes the columns of what is named so in one query.
    public init(_ table: TableReference) {
        functionColumns = Columns(table)
        ordinality = Column(table, "ordinality")
    }

    /// All columns, in the order in which a row is read.
    public var selectedExpressions: [SQLNode] {
        functionColumns.selectedExpressions + [ordinality.node]
    }

    /// What the function's columns have.
    public subscript<Member>(dynamicMember path: KeyPath<Columns, Member>) -> Member {
        functionColumns[keyPath: path]
    }
}

/// A function's row and its number.
public struct OrdinalRow<Base: RowDecodable>: RowDecodable {
    /// The row.
    public let row: Base

    /// Its number, counted from 1.
    public let ordinality: Int

    /// One more than the row has.
    public static var columnCount: Int { Base.columnCount + 1 }

    /// Reads the row and its number.
    ///
    /// - Throws: `PGError` with a decoding code, naming the column.
    public init<Row: RowReader>(
        from row: borrowing Row, at index: inout Int
    ) throws(PGError) {
        self.row = try Base(from: row, at: &index)
        ordinality = try Int(from: row, at: &index)
    }
}
