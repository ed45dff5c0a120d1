public import PGCore

/// The outputs of a query that is no plain SELECT, such as a UNION, by their place: they can sort it.
///
/// ```swift
/// names.union(otherNames).orderBy { $0.columns.0.descending }
/// ```
///
/// The columns are rendered as numbers, which ORDER BY takes for places in the select list.
public struct OutputColumns<each Output: RowDecodable>: Sendable {
    /// The outputs in their order; a single one is no tuple.
    public let columns: (repeat OutputColumn<each Output>)

    init() {
        var position = 1
        func next<Value: RowDecodable>(_ type: Value.Type) -> OutputColumn<Value> {
            defer { position += type.columnCount }
            return OutputColumn(position: position)
        }
        columns = (repeat next((each Output).self))
    }
}

/// An output of a query, known by its place: it can be sorted by, and nothing else.
public struct OutputColumn<Value: RowDecodable>: OrderTerm {
    let position: Int

    /// The output in ascending order.
    public var ordering: Ordering { Ordering(node) }

    /// Sorts from small to large.
    public var ascending: Ordering { Ordering(node, .ascending) }

    /// Sorts from large to small.
    public var descending: Ordering { Ordering(node, .descending) }

    private var node: SQLNode { SQLNode(.text(String(position))) }
}
