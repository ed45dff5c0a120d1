public import PGCore

/// A name for something selected, with its type.
///
/// It names an output column, and sorts and groups by it without repeating the expression:
///
/// ```swift
/// let total = Label<PGNumeric?>("total")
/// OrderRow.all.grouped { $0.customer }
///     .select { customer, rows in (customer, rows { $0.amount.sum() }.labelled(total)) }
///     .orderBy { _ in total.descending }
/// ```
///
/// PostgreSQL knows output names only in ORDER BY, GROUP BY and DISTINCT ON, and only by themselves:
/// a label is no expression.
public struct Label<Value: SQLValue>: OrderTerm, GroupTerm {
    /// The name, which is quoted wherever it is rendered.
    public let name: String

    /// Makes a label.
    public init(_ name: String) {
        self.name = name
    }

    /// The labelled output in ascending order.
    public var ordering: Ordering { Ordering(node) }

    /// Sorts from small to large.
    public var ascending: Ordering { Ordering(node, .ascending) }

    /// Sorts from large to small.
    public var descending: Ordering { Ordering(node, .descending) }

    /// The label as a group's key.
    public var groupingElements: [SQLNode] { [node] }

    /// The labelled column of a source that has one, such as the one a SEARCH or CYCLE clause adds.
    public func column(of source: String) -> Column<Value> {
        Column(TableReference(source), name)
    }

    private var node: SQLNode { SQLNode(.identifier(name)) }
}

/// An expression of the select list that has a name.
public struct Labelled<Value: SQLValue>: Selection {
    private let node: SQLNode
    private let name: String

    init(_ node: SQLNode, _ name: String) {
        self.node = node
        self.name = name
    }

    /// The expression with its name.
    public var selectedExpressions: [SQLNode] { [SQLNode(.labelled(node, name))] }

    /// The expression without its name.
    public var groupingElements: [SQLNode] { [node] }
}

extension SQLExpression {
    /// The expression under a name, in a select list.
    public func labelled(_ label: Label<Value>) -> Labelled<Value> { Labelled(node, label.name) }

    /// The expression under a name, in a select list.
    public func labelled(_ name: String) -> Labelled<Value> { Labelled(node, name) }
}
