public import PGCore

/// An INSERT, UPDATE or DELETE that returns something of each row it touched.
public struct Returning<each Output: RowDecodable>: Query {
    private(set) var statement: ChangeStatement

    init(_ statement: ChangeStatement) {
        self.statement = statement
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

/// A statement that can return the rows it touches.
public protocol ReturningCommand<Target>: Command {
    /// The table whose rows are touched.
    associatedtype Target: Table

    /// The table's columns as the statement names them.
    var target: Target.Columns { get }

    /// The same statement, returning these expressions of each row.
    func returning<each Output: Selection>(
        _ selection: (Target.Columns) -> (repeat each Output)
    ) -> Returning<repeat (each Output).Value>

    /// The same statement, returning the whole rows.
    func returning() -> Returning<Target>
}
