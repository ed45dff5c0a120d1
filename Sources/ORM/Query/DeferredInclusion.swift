import PGCore
public import QueryBuilder

/// Columns to load with a query that leaves them out otherwise.
struct DeferredInclusion<Root: Entity>: Inclusion {
    /// Their positions.
    let columns: [Int]
    var isJoined = true
    var isAhead: Bool { false }

    func leads(to path: AnyKeyPath) -> Bool { false }

    var separate: any Inclusion<Root> { DeferredInclusion(columns: columns, isJoined: false) }

    func prepare<Source: SessionSource>(
        for owners: [Root], in session: SessionCore<Source>, _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] {
        var waiting: [Root.ID: Root] = [:]
        for owner in owners where !columns.allSatisfy({ !owner.unsetColumns.contains($0) }) {
            if let id = owner.persistentID { waiting[id] = owner }
        }
        guard !waiting.isEmpty else { return [] }
        var query = Root.rows(withKeys: Array(waiting.keys))
        query.select(Root.primaryKeyIndexes + columns)
        let load = PendingLoad<Source>(statements: [query.sql]) { (answers, _) throws(PGError) in
            for rows in answers {
                for number in 0..<rows.count {
                    let row = rows.row(at: number)
                    var index = 0
                    guard let owner = waiting[try Root.ID(from: row, at: &index)] else { continue }
                    try session.receive(
                        columns, of: owner, LaterColumns(base: row, offset: index))
                }
            }
            return []
        }
        return [load]
    }

    func ahead<Source: SessionSource>(
        _ keys: SelectStatement, in session: SessionCore<Source>
    ) throws(PGError) -> AheadLoad<Root, Source> {
        AheadLoad(statements: []) { _, _, _ in [] }
    }

    func join(
        to statement: inout SelectStatement, from table: TableReference, prefix: String,
        _ filters: SessionFilters
    ) {
        let names = columns.map { Root.definition.columns[$0].name }
        statement.selection += names.map { SQLNode(.column(table, $0)) }
    }

    func receive<Source: SessionSource>(
        _ rows: Source.Connection.Rows, _ owners: [Root?], _ offset: inout Int,
        in session: SessionCore<Source>, _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] {
        for (number, owner) in owners.enumerated() {
            guard let owner else { continue }
            do throws(PGError) {
                try session.receive(
                    columns, of: owner, LaterColumns(base: rows.row(at: number), offset: offset))
            } catch {
                throw error.inRow(number)
            }
        }
        offset += columns.count
        return []
    }
}

extension EntityQuery {
    /// Loads a ``Deferred`` column together with the others.
    ///
    /// ```swift
    /// let articles = try await session.fetch(Article.all.including { $0.body })
    /// ```
    ///
    /// Columns that are loaded anyway are passed over.
    public func including<each Named: NamedColumn>(
        _ columns: (Root.Columns) -> (repeat each Named)
    ) -> EntityQuery {
        var positions: [Int] = []
        for column in repeat each columns(Root.columns) {
            let position = Root.definition.columns.firstIndex { $0.name == column.name }
            if let position, Root.deferredColumns.contains(position) { positions.append(position) }
        }
        guard !positions.isEmpty else { return self }
        return with { $0.inclusions.append(DeferredInclusion<Root>(columns: positions)) }
    }
}

extension Entity {
    /// All rows of the table, with a ``Deferred`` column.
    public static func including<each Named: NamedColumn>(
        _ columns: (Columns) -> (repeat each Named)
    ) -> EntityQuery<Self> {
        all.including(columns)
    }
}
