/// Whether a type of values includes NULL.
///
/// The query builder makes of it whether the result of a function may be NULL.
public protocol SQLNullability: Sendable {}

/// Of a type whose values are never NULL.
public enum NeverNull: SQLNullability {}

/// Of a type whose values may be NULL: an optional.
public enum MaybeNull: SQLNullability {}
