/// Something a query can be sorted by: an ``Ordering``, or an expression in ascending order.
public protocol OrderTerm: Sendable {
    /// The sort key with its direction.
    var ordering: Ordering { get }
}

/// A sort key with its direction.
public struct Ordering: OrderTerm {
    enum Direction: Sendable, Equatable {
        case ascending, descending
        case using(String)

        init(using symbol: SortOperator) { self = .using(symbol.text) }

        var text: String {
            switch self {
            case .ascending: " ASC"
            case .descending: " DESC"
            case .using(let symbol): " USING \(symbol)"
            }
        }
    }

    enum Nulls: String, Sendable {
        case first = " NULLS FIRST"
        case last = " NULLS LAST"
    }

    let node: SQLNode
    var direction: Direction?
    var nulls: Nulls?
    /// The type of the key, which is known of expressions.
    let type: (any SQLValue.Type)?

    /// Makes a key of which only the expression is known, in ascending order.
    package init(by node: SQLNode) {
        self.init(node)
    }

    init(_ node: SQLNode, _ direction: Direction? = nil, type: (any SQLValue.Type)? = nil) {
        self.node = node
        self.direction = direction
        self.type = type
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
    public var ascending: Ordering { Ordering(node, .ascending, type: Value.self) }

    /// Sorts from large to small; NULLs come first unless ``Ordering/nullsLast`` is asked for.
    public var descending: Ordering { Ordering(node, .descending, type: Value.self) }

    /// Sorts by an operator of the type's, such as one that an operator class of your own brings.
    public func ordered(using symbol: SortOperator) -> Ordering {
        Ordering(node, Ordering.Direction(using: symbol))
    }
}

/// An operator to sort by, in ORDER BY's `USING`.
public struct SortOperator: Sendable {
    let text: String

    /// Less than, which is the ascending order.
    public static let less = SortOperator("<")
    /// Greater than, which is the descending order.
    public static let greater = SortOperator(">")

    /// An operator that belongs to some B-tree operator class, which must be spelled in the program.
    public init(_ symbol: StaticString) {
        text = "\(symbol)"
    }
}
