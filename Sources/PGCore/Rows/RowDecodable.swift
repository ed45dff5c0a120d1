/// A value that reads itself from one or more consecutive columns of a row.
///
/// A single column type, a whole table and an optional of either all conform, so that
/// `rows.decode(Int.self, String.self)` and `rows.decode(UserRow.self, PostRow?.self)` are the
/// same operation.
public protocol RowDecodable: Sendable {
    /// How many columns the value takes.
    static var columnCount: Int { get }

    /// Reads the value from the columns that start at `index` and moves `index` past them.
    ///
    /// The row is borrowed: an initializer would otherwise take a reference count for every value.
    ///
    /// - Throws: ``PGError`` with a decoding code; it names the column.
    init<Row: RowReader>(from row: borrowing Row, at index: inout Int) throws(PGError)
}

/// A value that reads itself from a single column.
///
/// Conform a type of your own by implementing ``init(from:)`` for both wire formats: the text
/// format is used when some other column of the statement has no binary representation.
public protocol ColumnDecodable: RowDecodable {
    /// Decodes a value that is not NULL.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the column's type or bytes do not fit.
    init(from cell: Cell) throws(PGError)

    /// Decodes a value, deciding what NULL means. The default refuses NULL.
    ///
    /// - Throws: ``PGError/Code/unexpectedNull`` for NULL, or as ``init(from:)`` does.
    static func decode(_ cell: Cell) throws(PGError) -> Self
}

extension ColumnDecodable {
    /// One.
    @inlinable
    public static var columnCount: Int { 1 }

    /// Decodes a value that is not NULL.
    ///
    /// - Throws: ``PGError/Code/unexpectedNull`` for NULL, or as `init(from:)` does.
    @inlinable
    public static func decode(_ cell: Cell) throws(PGError) -> Self {
        if cell.isNull { throw PGError.unexpectedNull(Self.self) }
        return try Self(from: cell)
    }

    /// Decodes the column at `index` and moves past it.
    ///
    /// - Throws: As ``decode(_:)`` does, naming the column.
    @inlinable
    public init<Row: RowReader>(from row: borrowing Row, at index: inout Int) throws(PGError) {
        do {
            // Only NULL needs `decode`; a value is read without the detour, which costs as much as
            // reading it.
            let cell = row.cell(at: index)
            self = try cell.isNull ? Self.decode(cell) : Self(from: cell)
        } catch {
            throw error.inColumn(index, named: row.columnName(at: index))
        }
        index += 1
    }
}

extension Optional: RowDecodable where Wrapped: RowDecodable {
    /// As many columns as the wrapped type takes.
    @inlinable
    public static var columnCount: Int { Wrapped.columnCount }

    /// Reads `nil` when all the columns are NULL, as the right side of a left join is.
    ///
    /// - Throws: What the wrapped type throws.
    @inlinable
    public init<Row: RowReader>(from row: borrowing Row, at index: inout Int) throws(PGError) {
        let end = index + Wrapped.columnCount
        var column = index
        while column < end, row.cell(at: column).isNull { column += 1 }
        if column == end {
            index = end
            self = .none
        } else {
            self = .some(try Wrapped(from: row, at: &index))
        }
    }
}

extension Optional: ColumnDecodable where Wrapped: ColumnDecodable {
    /// Decodes a value that is not NULL.
    ///
    /// - Throws: What the wrapped type throws.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        self = .some(try Wrapped(from: cell))
    }

    /// Decodes a value, NULL being `nil`.
    ///
    /// - Throws: What the wrapped type throws.
    @inlinable
    public static func decode(_ cell: Cell) throws(PGError) -> Self {
        cell.isNull ? .none : .some(try Wrapped.decode(cell))
    }
}
