public import PGCore

/// A SELECT with its result as a tuple: what `select` and `returning` leave.
///
/// `Scope` is the tables the statement reads, so that clauses can be added after `select`.
public struct Select<Scope: Sendable, each Output: RowDecodable>: SelectQuery {
    /// The tables' columns, as the clauses' closures get them.
    @usableFromInline let scope: Scope

    /// The clauses.
    public var statement: SelectStatement

    @usableFromInline
    package init(_ scope: Scope, _ statement: SelectStatement) {
        self.scope = scope
        self.statement = statement
    }

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement { statement.rendered }

    /// A row as a tuple; for one selected value, that value.
    public typealias Element = (repeat each Output)

    /// A tuple of arrays.
    public typealias ColumnArrays = (repeat [each Output])

    /// Reads rows that the statement returned.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Element] {
        try rows.decode(repeat (each Output).self)
    }

    /// Reads rows that the statement returned, column by column.
    ///
    /// - Throws: `PGError` with a decoding code, naming the row and the column.
    @inlinable
    public func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> ColumnArrays {
        var reader = ColumnArrayReader(rows)
        return (repeat try reader.next((each Output).self))
    }
}
