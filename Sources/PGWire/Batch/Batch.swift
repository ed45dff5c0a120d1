public import PGCore

/// Different statements that are sent together and take one round trip.
///
/// ```swift
/// var batch = Batch()
/// let user = batch.add("SELECT name FROM users WHERE id = \(id)", as: String.self)
/// let posts = batch.add("SELECT id, title FROM posts WHERE author_id = \(id)") {
///     (rows) throws(PGError) in try rows.decode(Int.self, String.self)
/// }
/// batch.add("UPDATE users SET seen = now() WHERE id = \(id)")
/// let results = try await pool.run(batch)
/// for (id, title) in try results[posts] { … }
/// ```
///
/// A statement with parameters that the pool has not used before costs one more round trip for the
/// whole batch: the server is asked for the types of all of them at once, before anything runs. So
/// it must not need what an earlier statement of the batch creates, unless its placeholders are cast
/// (`$1::bigint`).
public struct Batch: Sendable {
    /// What belongs together in a batch.
    public enum Unit: Sendable, Hashable {
        /// All of it: when one statement fails, the rest is not run and nothing remains.
        case oneTransaction
        /// Each statement by itself: one that fails does not touch the others.
        case eachAlone
    }

    /// The place of a statement in a batch, and how its result is read.
    public struct Item<Output>: Sendable {
        let index: Int
        let read: @Sendable (Rows) throws(PGError) -> Output
    }

    /// What belongs together.
    public let unit: Unit

    private(set) var statements: [SQLStatement] = []

    /// Makes an empty batch.
    public init(_ unit: Unit = .oneTransaction) {
        self.unit = unit
    }

    /// The number of statements.
    public var count: Int { statements.count }

    /// Adds a statement whose result is its rows.
    @discardableResult
    public mutating func add(_ statement: SQLStatement) -> Item<Rows> {
        add(statement) { (rows) throws(PGError) in rows }
    }

    /// Adds a statement, each row of which becomes a value.
    public mutating func add<Value: RowDecodable & Sendable>(
        _ statement: SQLStatement, as type: Value.Type
    ) -> Item<[Value]> {
        add(statement) { (rows) throws(PGError) in try rows.decode(Value.self) }
    }

    /// Adds a statement, the rows of which `read` makes something of.
    ///
    /// `read` is called when the result is looked up.
    public mutating func add<Output>(
        _ statement: SQLStatement, read: @escaping @Sendable (Rows) throws(PGError) -> Output
    ) -> Item<Output> {
        statements.append(statement)
        return Item(index: statements.count - 1, read: read)
    }
}

/// What the statements of a batch returned.
public struct BatchResults: Sendable {
    let results: [Result<Rows, PGError>]

    /// The number of statements.
    public var count: Int { results.count }

    /// The result of a statement.
    ///
    /// - Throws: The statement's own error, in a batch of which each statement is alone; what
    ///   reading the rows throws; `PGError.Code.notRun` for an item of another batch.
    public subscript<Output>(item: Batch.Item<Output>) -> Output {
        get throws(PGError) { try item.read(rows(at: item.index)) }
    }

    /// Returns the rows of the statement that was added at this place, counted from 0.
    ///
    /// - Throws: The statement's own error; `PGError.Code.notRun` when there is no such statement.
    public func rows(at index: Int) throws(PGError) -> Rows {
        guard results.indices.contains(index) else {
            throw PGError(.notRun, "the batch has no statement \(index)")
        }
        return try results[index].get()
    }

    /// The rows that all statements together changed or returned, without those that failed.
    public var affectedRows: Int {
        results.reduce(0) { sum, result in
            if case .success(let rows) = result { sum + rows.affectedRows } else { sum }
        }
    }

    /// Throws the first statement's error, with the others attached; nothing when all went well.
    ///
    /// - Throws: The first error.
    public func check() throws(PGError) {
        var first: PGError?
        for case .failure(let error) in results { first = first?.suppressing(error) ?? error }
        if let first { throw first }
    }
}
