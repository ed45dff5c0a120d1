/// The rows a window function looks at: how they are partitioned, sorted and framed.
///
/// It stands in `over(_:)`, or has a name in the query's WINDOW clause:
///
/// ```swift
/// let byTeam = WindowDefinition(partitionBy: player.team, orderBy: player.score.descending)
/// PlayerRow.select { ($0.name, rank().over(byTeam), $0.score.sum().over(byTeam)) }
/// ```
///
/// See "Window Function Calls" in the PostgreSQL manual.
public struct WindowDefinition: Sendable {
    /// The named window whose partitions and order this one takes over, if any.
    package var base: WindowName?
    package var partition: [SQLNode]
    package var order: [Ordering]
    package var frame: WindowFrame?

    /// Makes a definition; with none of its parts the window is all rows.
    ///
    /// A window that extends a named one may add an order, where that has none, and a frame.
    public init(
        extending base: WindowName? = nil, partitionBy keys: any Selection...,
        orderBy terms: any OrderTerm..., frame: WindowFrame? = nil
    ) {
        self.init(base, keys, terms, frame)
    }

    init(
        _ base: WindowName?, _ keys: [any Selection], _ terms: [any OrderTerm],
        _ frame: WindowFrame?
    ) {
        self.base = base
        partition = keys.flatMap { $0.selectedExpressions }
        order = terms.map { $0.ordering }
        self.frame = frame
    }
}

/// The name of a window in a query's WINDOW clause.
public struct WindowName: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name, as it is written, without quotes.
    public let name: String

    /// Makes a name, which is quoted wherever it is rendered.
    public init(_ name: String) {
        self.name = name
    }

    /// Makes a name from a literal.
    public init(stringLiteral value: String) {
        name = value
    }
}
