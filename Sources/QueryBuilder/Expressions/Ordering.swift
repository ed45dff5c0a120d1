/// Something a query can be sorted by: an ``Ordering``, or an expression in ascending order.
public protocol OrderTerm: Sendable {
    /// The sort key with its direction.
    var ordering: Ordering { get }
}

/// A sort key with its direction.
public struct Ordering: OrderTerm {
    enum Direction: String, Sendable {
        case ascending = " ASC"
        case descending = " DESC"
    }

    enum Nulls: String, Sendable {
        case first = " NULLS FIRST"
        case last = " NULLS LAST"
    }

    let node: SQLNode
    private(set) var direction: Direction?
    private(set) var nulls: Nulls?

    init(_ node: SQLNode, _ direction: Direction? = nil) {
        self.node = node
        self.direction = direction
    }

    /// This value.
    public var ordering: Ordering { self }

    /// The same key with NULLs before everything else.
    public var nullsFirst: Ordering { with(.first) }

    /// The same key with NULLs after everything else.
    public var nullsLast: Ordering { with(.last) }

    private func with(_ nulls: Nulls) -> Ordering {
        var copy = self
        copy.nulls = nulls
        return copy
    }
}

extension SQLExpression {
    /// Sorts from small to large; NULLs come last unless ``Ordering/nullsFirst`` is asked for.
    public var ascending: Ordering { Ordering(node, .ascending) }

    /// Sorts from large to small; NULLs come first unless ``Ordering/nullsLast`` is asked for.
    public var descending: Ordering { Ordering(node, .descending) }
}
