public import PGCore

/// A statement that returns rows of a known type.
///
/// A query is a value: building it does nothing, and it can be kept, extended and run any number of
/// times. A function that hides a query's type names it first, because the compiler cannot infer a
/// tuple through an opaque type:
///
/// ```swift
/// func names() -> some Query<(Int, String)> {
///     let query = UserRow.select { ($0.id, $0.name) }
///     return query
/// }
/// ```
///
/// See `fetch(on:)` and its relatives for the ways to run one.
public protocol Query<Element>: Sendable {
    /// What a row is read into: a value, or a tuple of them.
    associatedtype Element: Sendable

    /// The same as arrays, one for each part of the row.
    associatedtype ColumnArrays: Sendable

    /// The statement that will be sent, with its parameters.
    var sql: SQLStatement { get }

    /// The same query, returning no more rows than are needed to read the first.
    var limitedToFirst: Self { get }

    /// Reads rows that the statement returned.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element]

    /// Reads rows that the statement returned, column by column.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> ColumnArrays
}

extension Query {
    /// This query; overridden where the number of rows can be limited.
    public var limitedToFirst: Self { self }
}
