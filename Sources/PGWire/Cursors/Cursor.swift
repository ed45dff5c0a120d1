public import PGCore

/// A position in a statement's result that the server keeps, to fetch rows from in steps.
///
/// It is lent to the closure of ``Transaction/withCursor(_:scroll:_:)`` or
/// ``Connection/withCursor(_:scroll:hold:_:)`` and belongs to one task: it is not `Sendable`. For
/// reading a result once from its start to its end, ``ConnectionPool/stream(_:chunk:)`` is faster.
///
/// See "DECLARE" and "FETCH" in the PostgreSQL manual.
public final class Cursor {
    /// Where to go.
    public enum Direction: Sendable, Hashable {
        /// So many rows on; a negative number goes back.
        case forward(Int)
        /// So many rows back.
        case backward(Int)
        /// All the rows that follow.
        case forwardAll
        /// All the rows before, the last of them first.
        case backwardAll
        /// The row after.
        case next
        /// The row before.
        case prior
        /// The first row.
        case first
        /// The last row.
        case last
        /// The row with this number, counted from 1; a negative number counts from the end.
        case absolute(Int)
        /// The row so many further on, or back.
        case relative(Int)

        var sql: String {
            switch self {
            case .forward(let count): "FORWARD \(count)"
            case .backward(let count): "BACKWARD \(count)"
            case .forwardAll: "FORWARD ALL"
            case .backwardAll: "BACKWARD ALL"
            case .next: "NEXT"
            case .prior: "PRIOR"
            case .first: "FIRST"
            case .last: "LAST"
            case .absolute(let number): "ABSOLUTE \(number)"
            case .relative(let count): "RELATIVE \(count)"
            }
        }
    }

    private let connection: Connection
    private let name: String
    private let columns: Columns
    private let format: WireFormat
    private var isOpen = true

    init(_ connection: Connection, name: String, columns: Columns, format: WireFormat) {
        self.connection = connection
        self.name = name
        self.columns = columns
        self.format = format
    }

    /// Fetches the next rows, at most `count`; none at the end.
    ///
    /// - Throws: As `fetch(_:)` does.
    public func fetch(_ count: Int) async throws(PGError) -> Rows {
        try await fetch(.forward(count))
    }

    /// Fetches rows in any direction.
    ///
    /// Going back needs a cursor declared with `scroll`. Cancelling the task stops it.
    ///
    /// - Throws: `PGError.Code.server`, with SQLSTATE 55000 for going back without `scroll`;
    ///   `PGError.Code.closed` after the cursor's end; as ``Connection/execute(_:)`` does.
    public func fetch(_ direction: Direction) async throws(PGError) -> Rows {
        try requireOpen()
        let sql = "FETCH \(direction.sql) FROM \(name)"
        return try await connection.fetchOnce(sql, columns: columns, format: format)
    }

    /// Moves without fetching, and returns how many rows a fetch would have returned.
    ///
    /// - Throws: As `fetch(_:)` does.
    @discardableResult
    public func move(_ direction: Direction) async throws(PGError) -> Int {
        try requireOpen()
        return try await connection.executeOnce(
            "MOVE \(direction.sql) FROM \(name)", shieldedFrom: nil
        ).affectedRows
    }

    /// Returns the rows that follow, in chunks of at most `size`.
    ///
    /// It belongs to the same task as the cursor.
    public func chunks(of size: Int = 1000) -> CursorChunks {
        CursorChunks(cursor: self, size: max(1, size))
    }

    private func requireOpen() throws(PGError) {
        guard isOpen else { throw PGError(.closed, "the cursor is closed") }
    }

    /// Closes it on the server.
    func close() async throws(PGError) {
        guard isOpen else { return }
        isOpen = false
        try await connection.executeOnce("CLOSE \(name)", shieldedFrom: .cancellationAndDeadline)
    }

    /// Refuses to work from now on; the server has closed it, or will.
    func end() {
        isOpen = false
    }
}

/// The rows that follow a cursor's position, in chunks.
public struct CursorChunks: AsyncSequence, AsyncIteratorProtocol {
    /// A chunk of rows.
    public typealias Element = Rows
    /// What the sequence throws.
    public typealias Failure = PGError

    let cursor: Cursor
    let size: Int

    /// Returns itself.
    public func makeAsyncIterator() -> CursorChunks { self }

    /// Returns the next chunk, or `nil` at the end.
    ///
    /// - Throws: As ``Cursor/fetch(_:)-(Int)`` does.
    public mutating func next() async throws(PGError) -> Rows? {
        try await next(isolation: #isolation)
    }

    /// Returns the next chunk, or `nil` at the end.
    ///
    /// - Throws: As ``Cursor/fetch(_:)-(Int)`` does.
    public mutating func next(
        isolation actor: isolated (any Actor)?
    ) async throws(PGError) -> Rows? {
        let rows = try await cursor.fetch(size)
        return rows.isEmpty ? nil : rows
    }
}
