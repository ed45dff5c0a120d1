public import PGCore

extension SessionCore: StatementExecutor {
    /// What running a statement returns.
    public typealias Rows = Source.Connection.Rows

    /// Runs a statement in the session's transaction, after flushing pending changes.
    ///
    /// Builder queries run here too, `query.fetch(on: session)`, and see what the session wrote.
    /// Instances the session knows do not notice what the statement changes: refresh them.
    ///
    /// - Throws: `PGError.Code.server`; `PGError.Code.closed`; `PGError.Code.concurrentUse`;
    ///   what the flush throws.
    public func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        try use.begin("execute()", #fileID, #line)
        defer { use.end() }
        return try await flushAndSend(statement)
    }

    /// Runs a statement; the same as ``execute(_:)`` with the call's place in errors.
    ///
    /// - Throws: As ``execute(_:)`` does.
    @discardableResult
    public func query(
        _ statement: SQLStatement, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Rows {
        try use.begin("query()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            return try await flushAndSend(statement)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Runs SQL you write and returns its rows as entities.
    ///
    /// ```swift
    /// let users = try await session.fetch("SELECT * FROM users WHERE age > \(18)", as: User.self)
    /// ```
    ///
    /// The result needs every column of the entity, by name and in any order; others are ignored.
    ///
    /// - Throws: `PGError.Code.columnNotFound`; otherwise as ``execute(_:)`` does.
    public func fetch<E: Entity>(
        _ statement: SQLStatement, as type: E.Type, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [E] {
        try use.begin("fetch()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            let rows = try await flushAndSend(statement)
            return try hydrate(try ReorderedRows(rows, to: type), as: type)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}

/// Some columns of a row, in another order.
struct ReorderedRow<Base: RowReader>: RowReader {
    let base: Base
    let positions: [Int]

    var columnCount: Int { positions.count }
    func cell(at index: Int) -> Cell { base.cell(at: positions[index]) }
    func columnName(at index: Int) -> String { base.columnName(at: positions[index]) }
    func columnIndex(named name: String) -> Int? {
        positions.firstIndex { base.columnName(at: $0) == name }
    }
}

/// Rows with an entity's columns in the entity's order.
struct ReorderedRows<Base: RowBatch>: RowBatch {
    typealias Row = ReorderedRow<Base.Row>

    private let base: Base
    private let positions: [Int]

    init<E: Entity>(_ base: Base, to type: E.Type) throws(PGError) {
        self.base = base
        guard base.count > 0 else {
            positions = []
            return
        }
        let row = base.row(at: 0)
        var positions: [Int] = []
        var names = EntityMapping.of(type).fetchedColumns.map { E.definition.columns[$0].name }
        if E.rowVersion == .xmin { names.append(WriteStatements.systemVersion) }
        for name in names {
            guard let position = row.columnIndex(named: name) else {
                throw PGError(
                    .columnNotFound,
                    "the result has no column \(name), which \(E.self) needs",
                    hint: "Select \(name) as well")
            }
            positions.append(position)
        }
        self.positions = positions
    }

    var count: Int { base.count }
    var columnCount: Int { positions.count }
    var affectedRows: Int { base.affectedRows }
    func row(at index: Int) -> Row { Row(base: base.row(at: index), positions: positions) }
}
