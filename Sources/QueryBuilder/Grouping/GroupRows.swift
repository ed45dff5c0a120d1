public import PGCore

/// The rows of a group, of which only aggregates can be told.
///
/// Calling it opens the rows' columns for one aggregate, whose value is an expression like any other:
///
/// ```swift
/// OrderRow.all.grouped { $0.customer }.select { customer, rows in
///     (customer, rows { $0.amount.sum().filter($0.isPaid) } / rows.count)
/// }
/// ```
public struct GroupRows<Columns: Sendable>: Sendable {
    private let columns: Columns

    init(_ columns: Columns) {
        self.columns = columns
    }

    /// The aggregate of the group's rows.
    public func callAsFunction<Call: AggregateCall>(
        _ aggregate: (Columns) -> Call
    ) -> Expression<Call.Value> {
        Expression(aggregate(columns).node)
    }

    /// The number of the group's rows: `count(*)`.
    public var count: Expression<Int> { Expression(countRows().node) }
}
