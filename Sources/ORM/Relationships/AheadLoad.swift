import PGCore
import QueryBuilder

/// A relationship that is asked for before its owners are known, so that the question travels with
/// the one about the owners.
struct AheadLoad<Owner: Entity, Source: SessionSource> {
    typealias Rows = Source.Connection.Rows
    /// Takes the owners and the answers, and returns what has to be loaded next.
    typealias Finish = ([Owner], ArraySlice<Rows>, inout LoadPlan) throws(PGError)
        -> [PendingLoad<Source>]

    /// The relationship's own statement, then those of what is nested in it.
    let statements: [SQLStatement]
    let finish: Finish
}

extension Array {
    /// Hands each load its part of the answers.
    func finish<Owner: Entity, Source: SessionSource>(
        _ owners: [Owner], _ answers: ArraySlice<Source.Connection.Rows>, _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] where Element == AheadLoad<Owner, Source> {
        var loads: [PendingLoad<Source>] = []
        var rest = answers
        for load in self {
            loads += try load.finish(owners, rest.prefix(load.statements.count), &plan)
            rest = rest.dropFirst(load.statements.count)
        }
        return loads
    }
}

extension GroupedLink {
    /// Returns how the targets of the owners are loaded whose keys a subquery finds.
    func ahead<S: SessionSource>(
        _ keys: SelectStatement, _ query: EntityQuery<Target>, in session: SessionCore<S>
    ) throws(PGError) -> AheadLoad<Source, S> {
        let grouping = try grouping()
        let statement = try route().statement(
            for: session.statement(for: scoped(query)), ofOwnersIn: keys, Source.self)
        let nested = try session.ahead(query, statement.keys(of: Target.self))
        return AheadLoad(statements: [statement.rendered] + nested.flatMap(\.statements)) {
            (owners, answers, plan) throws(PGError) in
            guard let rows = answers.first else { return [] }
            let targets = try session.hydrate(rows, as: Target.self, at: 0, where: { _ in true })
            var groups: [Source.ID: [Target]] = [:]
            for (number, target) in targets.enumerated() {
                let id = try grouping.lastKey(in: rows.row(at: number))
                groups[id, default: []] += target.map { [$0] } ?? []
            }
            let missing = grouping.load(
                groups, into: owners, query, after: session.state.writes)
            var loads = try prepareAgain(missing, query, in: session, &plan)
            loads += try session.receiveJoined(rows, query, targets, &plan)
            let found = targets.compactMap(\.self).unique()
            loads += try nested.finish(found, answers.dropFirst(), &plan)
            return loads + (try session.prepare(query.withoutSubqueries, of: found, &plan))
        }
    }

    /// Asks for the targets of owners by their keys.
    private func prepareAgain<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<S>] {
        owners.isEmpty ? [] : try prepare(owners, query, in: session, &plan)
    }
}

extension RowGrouping {
    /// Puts targets where they belong, and returns the owners that the subquery did not find: rows
    /// may come and go between two statements.
    fileprivate func load(
        _ groups: [Source.ID: [Target]], into owners: [Source], _ query: EntityQuery<Target>,
        after writes: Int
    ) -> [Source] {
        var missing: [Source] = []
        for owner in owners.unique() {
            guard let id = owner.persistentID else { continue }
            if let targets = groups[id] {
                load(targets, into: owner, isPartial: query.findsSome, after: writes)
            } else {
                missing.append(owner)
            }
        }
        return missing
    }
}

extension SelectStatement {
    /// The keys of an entity that the statement selects, each once.
    fileprivate func keys<E: Entity>(of entity: E.Type) -> SelectStatement {
        let table = TableReference(E.tableName)
        var keys = self
        keys.selection = E.primaryKeyNames.map { SQLNode(.column(table, $0)) }
        for key in keys.selection { keys.filter(SQLNode(.postfix(key, .isNotNull))) }
        keys.orderBy = []
        keys.isDistinct = true
        return keys
    }
}

extension EntityQuery {
    /// The keys of what the query finds.
    var keys: SelectStatement {
        var keys = resolved.statement
        keys.selection = Root.primaryKeyNames.map { SQLNode(.column(Root.tableReference, $0)) }
        if !isLimited { keys.orderBy = [] }
        if keys.hasRareClauses { keys.rareClauses.locks = [] }
        return keys
    }

    /// The query without what has been asked for ahead.
    var withoutSubqueries: EntityQuery {
        guard inclusions.contains(where: \.isAhead) else { return self }
        return with { $0.inclusions.removeAll(where: \.isAhead) }
    }
}

extension SessionCore {
    /// Returns how the relationships are loaded that a query includes by subqueries.
    func ahead<E: Entity>(
        _ query: EntityQuery<E>, _ keys: @autoclosure () -> SelectStatement
    ) throws(PGError) -> [AheadLoad<E, Source>] {
        guard query.inclusions.contains(where: \.isAhead) else { return [] }
        let keys = keys()
        var loads: [AheadLoad<E, Source>] = []
        for inclusion in query.inclusions where inclusion.isAhead {
            loads.append(try inclusion.ahead(keys, in: self))
        }
        return loads
    }
}
