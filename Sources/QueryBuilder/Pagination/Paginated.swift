public import PGCore

/// A query that is read page by page, each from where the last one ended.
///
/// No rows are counted or skipped: a page far behind costs as much as the first, and rows that come
/// or go meanwhile shift none of the others.
public struct Paginated<Base: SelectQuery>: Sendable {
    private let base: Base
    private let position: PagePosition
    private let size: Int
    private let keys: [PageKey]
    let orderMark: [UInt8]
    private let cursorValues: [String?]?

    init(_ base: Base, _ size: Int, _ position: PagePosition) throws(PGError) {
        self.base = base
        self.position = position
        self.size = size
        let statement = base.completeStatement
        keys = try Self.keys(of: statement, size)
        var renderer = Renderer()
        renderer.append(orderBy: statement.orderBy)
        let order = renderer.statement
        let types = keys.map { $0.type.rawValue } + order.parameters.map(\.textRepresentation)
        let description = ([order.text] + types).joined(separator: "\0")
        orderMark = Array(SHA256.bytes(of: Array(description.utf8)).prefix(8))
        cursorValues = try position.cursor?.values(of: keys, orderMark: orderMark)
    }

    private static func keys(
        of statement: SelectStatement, _ size: Int
    ) throws(PGError) -> [PageKey] {
        guard size > 0 else {
            throw .notPageable("a page of \(size) rows has none", hint: "Ask for at least one row")
        }
        guard !statement.orderBy.isEmpty else {
            throw .notPageable(
                "it is not sorted", hint: "Add orderBy, with a unique column as the last key")
        }
        guard statement.limit == nil, statement.offset == nil else {
            throw .notPageable("it has a limit", hint: "Leave limit and offset to the page")
        }
        if statement.hasRareClauses, case .select = statement.rareClauses.body {
        } else if statement.hasRareClauses {
            throw .notPageable(
                "it is no plain SELECT", hint: "Select from it with derived, and sort that")
        }
        var keys: [PageKey] = []
        for term in statement.orderBy { keys.append(try PageKey(term)) }
        return keys
    }

    /// The statement that will be sent, with its parameters.
    ///
    /// It asks for one row more than the page has, to see whether there are more.
    public var sql: SQLStatement {
        var statement = base.completeStatement
        let walk = position.isBackward ? keys.map(\.reversed) : keys
        if let cursorValues {
            let condition = walk.condition(after: cursorValues)
            // What groups are sorted by, such as an aggregate, is not known of their rows.
            if statement.groupBy.isEmpty {
                statement.filter(condition)
            } else {
                statement.filterGroups(condition)
            }
        }
        statement.orderBy = walk.map(\.ordering)
        statement.limit = SQLNode(.parameter(size + 1))
        var parts = [SQLNode(.text("ARRAY["))]
        for (index, key) in keys.enumerated() {
            if index > 0 { parts.append(SQLNode(.text(", "))) }
            parts.append(key.text)
        }
        statement.selection.append(SQLNode(.fragment(parts + [SQLNode(.text("]"))])))
        return statement.rendered
    }

    /// Runs the query and returns the page.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    public func fetch<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Page<Base.Element> {
        let statement = sql
        do {
            let batch = try await executor.execute(statement)
            let outline = try outline(of: batch)
            let rows = try base.decode(RowsWithoutKeys(base: batch)).prefix(outline.count)
            return Page(
                rows: outline.isBackward ? rows.reversed() : Array(rows),
                next: outline.next, previous: outline.previous)
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// What rows say about the page they are, for those who read the rows themselves.
    ///
    /// - Throws: A decoding code.
    package func outline(of batch: some RowBatch) throws(PGError) -> PageOutline {
        var places = try batch.decodeColumn([String?].self, at: batch.columnCount - 1)
        let hasMore = places.count > size
        if hasMore { places.removeLast() }
        let backward = position.isBackward
        let first = cursor(backward ? places.last : places.first)
        let last = cursor(backward ? places.first : places.last)
        let hasCursor = cursorValues != nil
        return PageOutline(
            count: places.count, isBackward: backward,
            next: (backward ? hasCursor : hasMore) ? last : nil,
            previous: (backward ? hasMore : hasCursor) ? first : nil)
    }

    private func cursor(_ place: [String?]?) -> PageCursor? {
        place.map { PageCursor($0, orderMark: orderMark) }
    }
}

/// How many rows of a batch are the page, in which order they are, and where to go from there.
package struct PageOutline {
    package let count: Int
    package let isBackward: Bool
    package let next: PageCursor?
    package let previous: PageCursor?
}

extension SelectQuery {
    /// The query as one that is read page by page, by its sort keys.
    ///
    /// The keys are those of `orderBy`, in any directions and with NULLs where you say; the last
    /// one has to be unique, so that no two rows share a place:
    ///
    /// ```swift
    /// let query = UserRow.orderBy { ($0.age.descending.nullsLast, $0.id) }
    /// let page = try await query.page(20).fetch(on: pool)
    /// if let next = page.next {
    ///     let more = try await query.page(20, at: .after(next)).fetch(on: pool)
    /// }
    /// ```
    ///
    /// - Throws: `PGError.Code.invalidCursor` for a cursor that is malformed or of another order;
    ///   `PGError.Code.notPageable` for a query that is not sorted by expressions, or has a limit.
    public func page(
        _ size: Int, at position: PagePosition = .first
    ) throws(PGError) -> Paginated<Self> {
        try Paginated(self, size, position)
    }
}

/// The rows of a page without the column that has their keys.
private struct RowsWithoutKeys<Base: RowBatch>: RowBatch {
    let base: Base

    var count: Int { base.count }
    var columnCount: Int { base.columnCount - 1 }
    var affectedRows: Int { base.affectedRows }

    func row(at index: Int) -> Base.Row { base.row(at: index) }
}
