public import PGCore
public import QueryBuilder

/// One page of a query's entities, and where to go from there.
public struct EntityPage<E: Entity> {
    /// The entities, in the query's order.
    public let entities: [E]

    /// The place after the last one, or `nil` when there are no more.
    public let next: PageCursor?

    /// The place before the first one, or `nil` when there is none before.
    public let previous: PageCursor?
}

extension SessionCore {
    /// Runs a query and returns one page of its entities, with what the query includes.
    ///
    /// The page begins where the cursor says, by the values of the sort keys: no rows are counted or
    /// skipped, and rows that come or go meanwhile shift none of the others. The last key has to be
    /// unique.
    ///
    /// ```swift
    /// let query = User.orderBy { ($0.name, $0.id) }
    /// let page = try await session.page(query, size: 20)
    /// if let next = page.next {
    ///     let more = try await session.page(query, size: 20, at: .after(next))
    /// }
    /// ```
    ///
    /// - Throws: `PGError.Code.invalidCursor` for a cursor that is malformed or of another order;
    ///   `PGError.Code.notPageable` for a query that is not sorted, or has a limit; otherwise as
    ///   ``fetch(_:fileID:line:)`` does.
    public func page<E: Entity>(
        _ query: EntityQuery<E>, size: Int, at position: PagePosition = .first,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> EntityPage<E> {
        try beginUse("page()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            let pages = try PageableRows(statement: filtered(query).statement).page(
                size, at: position)
            let rows = try await flushAndSend(pages.sql, isReading: query.isReading)
            let outline = try pages.outline(of: rows)
            let found = try hydrate(FirstRows(base: rows, count: outline.count), as: E.self)
            try await includeSeparately(query, of: found)
            return EntityPage(
                entities: outline.isBackward ? found.reversed() : found,
                next: outline.next, previous: outline.previous)
        } catch {
            throw error.at(fileID, line)
        }
    }
}

/// A statement whose rows somebody else reads.
private struct PageableRows: SelectQuery {
    var statement: SelectStatement

    func decode<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Int] { Array(0..<rows.count) }

    func decodeColumns<Rows: RowBatch>(_ rows: Rows) throws(PGError) -> [Int] {
        Array(0..<rows.count)
    }
}

/// The first rows of a batch.
private struct FirstRows<Base: RowBatch>: RowBatch {
    let base: Base
    let count: Int

    var columnCount: Int { base.columnCount }
    var affectedRows: Int { base.affectedRows }

    func row(at index: Int) -> Base.Row { base.row(at: index) }
}
