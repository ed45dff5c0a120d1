public import PGCore
import QueryBuilder

/// The value of a relationship's property: a ``ToMany``, a ``ToOne``, an optional one, a
/// ``ToOneInverse``, or a ``Through``.
public protocol RelationshipValue {
    /// The other entity.
    associatedtype Target: Entity
    /// What it leads to once it has been loaded: an instance, an optional one, or an array.
    associatedtype Loaded

    /// Returns what it leads to.
    ///
    /// - Throws: `PGError.Code.notLoaded`, naming the relationship.
    func requireLoaded() throws(PGError) -> Loaded
}

/// The value of a relationship that leads to one instance at most, so that it can be joined.
public protocol SingleRelationshipValue: RelationshipValue {}

/// The value of a relationship whose foreign key is not in the instance's own row.
public protocol RemoteRelationshipValue: RelationshipValue {}

/// The value of a relationship that leads to any number of instances.
public protocol ManyRelationshipValue: RemoteRelationshipValue {}

extension ToMany: ManyRelationshipValue {
    /// Returns the instances; the same as ``all``.
    public func requireLoaded() throws(PGError) -> [Target] { try all }
}

extension Through: ManyRelationshipValue {
    /// Returns the instances; the same as ``all``.
    public func requireLoaded() throws(PGError) -> [Target] { try all }
}

extension ToOne: SingleRelationshipValue {
    /// Returns the instance; the same as ``value``.
    public func requireLoaded() throws(PGError) -> Target { try value }
}

extension ToOneInverse: SingleRelationshipValue, RemoteRelationshipValue {
    /// Returns the instance, or `nil` when there is none; the same as ``value``.
    public func requireLoaded() throws(PGError) -> Target? { try value }
}

extension Optional: RelationshipValue where Wrapped: RelationshipValue {
    /// The other entity.
    public typealias Target = Wrapped.Target

    /// Returns the instance, or `nil` when there is none.
    ///
    /// - Throws: `PGError.Code.notLoaded`, naming the relationship.
    public func requireLoaded() throws(PGError) -> Wrapped.Loaded? {
        guard let self else { return nil }
        return try self.requireLoaded()
    }
}
extension Optional: SingleRelationshipValue where Wrapped: SingleRelationshipValue {}

/// How a relationship to one instance is loaded.
public enum LoadStrategy: Sendable, Hashable {
    /// In the query's own statement, by a LEFT JOIN, and decoded in place.
    case joined
    /// In a statement of its own, after the query's.
    ///
    /// It asks only for rows that the session does not know, and for each once.
    case selectIn
}

/// How a relationship to many instances is loaded.
public enum ManyLoadStrategy: Sendable, Hashable {
    /// In a statement of its own after the query's, which names the keys that the query found.
    case selectIn
    /// In a statement of its own with the query in it as a subquery, which travels with the query's:
    /// everything takes one round trip.
    ///
    /// The server runs the query's condition twice. Rows that only the query found, because somebody
    /// committed in between, are asked for once more by their keys. Only `fetch`, `first` and
    /// `fetchOne` send it ahead; elsewhere it is loaded as with ``selectIn``.
    case subquery
}

/// A relationship to load, without the type of its other side.
protocol Inclusion<Root>: Sendable {
    associatedtype Root: Entity

    var isJoined: Bool { get }
    /// Whether it is asked for together with its owners, by a subquery.
    var isAhead: Bool { get }

    /// Whether it loads the relationship at a path.
    func leads(to path: AnyKeyPath) -> Bool

    /// The same with a statement of its own.
    var separate: any Inclusion<Root> { get }

    /// Returns what has to be sent for these owners.
    func prepare<Source: SessionSource>(
        for owners: [Root], in session: SessionCore<Source>, _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>]

    /// Returns what can be sent while only a subquery knows the owners.
    func ahead<Source: SessionSource>(
        _ keys: SelectStatement, in session: SessionCore<Source>
    ) throws(PGError) -> AheadLoad<Root, Source>

    /// Joins the other side's table, and selects its columns.
    func join(
        to statement: inout SelectStatement, from table: TableReference, prefix: String,
        _ filters: SessionFilters)

    /// Reads what was joined from rows, of which the owners have been read, and returns what has to be
    /// loaded next.
    func receive<Source: SessionSource>(
        _ rows: Source.Connection.Rows, _ owners: [Root?], _ offset: inout Int,
        in session: SessionCore<Source>, _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>]
}

struct PathInclusion<Root: Entity, Value: RelationshipValue>: Inclusion {
    let path: any KeyPath<Root, Value> & Sendable
    let query: EntityQuery<Value.Target>
    var isJoined = false
    var isAhead = false

    var separate: any Inclusion<Root> {
        PathInclusion(path: path, query: query.withoutJoins)
    }

    func leads(to other: AnyKeyPath) -> Bool { path == other }

    private func link() throws(PGError) -> any TypedLink<Root, Value.Target> {
        try EntityMapping.of(Root.self).link(at: path, from: Root.self, to: Value.Target.self)
    }

    func prepare<Source: SessionSource>(
        for owners: [Root], in session: SessionCore<Source>, _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] {
        try link().prepare(owners, query, in: session, &plan)
    }

    func ahead<Source: SessionSource>(
        _ keys: SelectStatement, in session: SessionCore<Source>
    ) throws(PGError) -> AheadLoad<Root, Source> {
        let link = try link()
        guard let grouped = link as? any GroupedLink<Root, Value.Target> else {
            throw PGError(.invalidMapping, "\(link.label) cannot be loaded by a subquery")
        }
        return try grouped.ahead(keys, query, in: session)
    }

    func join(
        to statement: inout SelectStatement, from table: TableReference, prefix: String,
        _ filters: SessionFilters
    ) {
        // What is wrong with the mapping is said when the answer is read.
        guard let link = try? link(), let route = try? link.route() else { return }
        let joined = route.leftJoin(
            Value.Target.self, to: &statement, from: table,
            as: prefix.isEmpty ? link.name : "\(prefix)_\(link.name)")
        statement.narrowJoin(
            of: joined, by: filters.condition(for: Value.Target.self, joined, lifted: query.lifted))
        statement.selection += Value.Target.selectedExpressions(of: joined)
        for inclusion in query.inclusions where inclusion.isJoined {
            inclusion.join(
                to: &statement, from: joined, prefix: joined.exposedName, filters)
        }
    }

    func receive<Source: SessionSource>(
        _ rows: Source.Connection.Rows, _ owners: [Root?], _ offset: inout Int,
        in session: SessionCore<Source>, _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] {
        let link = try link()
        _ = try link.route()
        let targets = try session.hydrate(
            rows, as: Value.Target.self, at: offset, where: { owners[$0] != nil })
        for (owner, target) in zip(owners, targets) {
            if let owner { link.place(target, in: owner, session.state) }
        }
        offset += query.statement.selection.count
        var loads: [PendingLoad<Source>] = []
        for inclusion in query.inclusions where inclusion.isJoined {
            loads += try inclusion.receive(rows, targets, &offset, in: session, &plan)
        }
        return loads + (try session.prepare(query, of: targets.compactMap(\.self).unique(), &plan))
    }
}
