public import PGCore

/// What may stand in a select list beside a group's keys: everything but a bare call of an aggregate.
public protocol PlainSelection: Selection {}

/// What `grouped(_:)` makes groups by: an expression, or all columns of a table.
///
/// The requirements have long names because every other name belongs to a table's columns.
public protocol GroupKey: PlainSelection {
    /// The same key where grouping sets may leave it out: a key, too, which is asked for where it is
    /// used, because the compiler does not find its way out of the circle here.
    associatedtype OptionalGroupKey

    /// The same key where grouping sets may leave it out: NULL there.
    var optionalGroupKey: OptionalGroupKey { get }

    /// The key under another name for its value, if it is one expression that is made of others.
    func groupKey(replacedBy node: SQLNode) -> Self
}

extension GroupKey {
    /// The key itself: a column has a name already.
    public func groupKey(replacedBy node: SQLNode) -> Self { self }
}

extension Expression: GroupKey {
    /// An expression that may be NULL.
    public typealias OptionalGroupKey = Expression<Value.Base?>

    /// The expression, which may be NULL.
    public var optionalGroupKey: OptionalGroupKey { OptionalGroupKey(node) }

    /// The expression by that name.
    public func groupKey(replacedBy node: SQLNode) -> Expression { Expression(node) }
}

extension RowColumns {
    /// The columns, each of which may be NULL.
    public var optionalGroupKey: NullableColumns { nullableColumns }
}

extension Labelled: PlainSelection {}

/// A call of an aggregate as it stands: ``Aggregate`` or ``OrderedAggregate``.
public protocol AggregateCall<Value>: SQLExpression {}

extension Aggregate: AggregateCall {}

extension OrderedAggregate: AggregateCall {}
