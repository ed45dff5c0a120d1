public import PGCore

/// An INSERT, UPDATE or DELETE that returns something of each row it touched.
public struct Returning<each Output: RowDecodable>: Query {
    package private(set) var statement: ChangeStatement

    init(_ statement: ChangeStatement) {
        self.statement = statement
    }

    /// Defines common tables before the statement also where it does not use them.
    public func with(_ tables: any CommonTableSource...) -> Self {
        var copy = self
        copy.statement.commonTables += tables.map { $0.definition }
        return copy
    }

    /// A row as a tuple; for one value, that value.
    public typealias Element = (repeat each Output)

    /// A tuple of arrays.
    public typealias ColumnArrays = (repeat [each Output])

    /// The statement that will be sent, with its parameters.
    public var sql: SQLStatement { statement.rendered }

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
