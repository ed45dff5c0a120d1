public import QueryBuilder

/// Conditions that a session adds to everything it asks about an entity.
///
/// ```swift
/// var configuration = SessionConfiguration()
/// configuration.filters.add("tenant", on: Post.self) { $0.tenantID == tenant }
/// ```
///
/// They hold for `fetch`, `first`, `count`, `exists`, `get`, pages, streams, relationships that are
/// loaded, conditions about related rows, and for `updateAll` and `deleteAll`. A query that is to see
/// everything has to say so with ``EntityQuery/unfiltered(_:)``. They do not hold for SQL you write,
/// and for what is about an instance at hand: `refresh`, `lock` and the writing of its row.
/// What is made of a query without the session, a projection, has them when it begins with
/// ``SessionCore/scoped(_:)``.
///
/// An entity with a ``Entity/softDeleteColumn`` has the filter ``softDelete`` without being asked,
/// in projections as well.
public struct SessionFilters: Sendable {
    /// The name of the filter that hides rows marked as deleted.
    public static let softDelete = "softDelete"

    struct Filter: Sendable {
        let name: String
        let condition: @Sendable (TableReference) -> SQLNode
        /// Whether an instance passes, where that can be said without the server.
        let matches: (@Sendable (AnyObject) -> Bool)?
    }

    private var byEntity: [ObjectIdentifier: [Filter]] = [:]

    /// Makes no filters.
    public init() {}

    /// Adds a condition on an entity.
    ///
    /// - Parameters:
    ///   - name: By which a query can lift the filter. A filter of the same name is replaced.
    ///   - entity: The entity.
    ///   - condition: The condition on a row.
    ///   - matches: The same condition on an instance. With it a `get` that finds the instance in
    ///     the session need not ask the server whether the row passes.
    public mutating func add<E: Entity, Condition: SQLExpression>(
        _ name: String, on entity: E.Type,
        where condition: @escaping @Sendable (E.Columns) -> Condition,
        matches: (@Sendable (E) -> Bool)? = nil
    ) where Condition.Value.Base == Bool {
        var filters = byEntity[ObjectIdentifier(entity)] ?? []
        filters.removeAll { $0.name == name }
        var test: (@Sendable (AnyObject) -> Bool)?
        if let matches {
            test = { instance in
                guard let instance = instance as? E else { return true }
                return matches(instance)
            }
        }
        filters.append(
            Filter(
                name: name, condition: { table in condition(E.Columns(table)).node },
                matches: test))
        byEntity[ObjectIdentifier(entity)] = filters
    }

    /// Removes a filter from an entity.
    public mutating func remove<E: Entity>(_ name: String, from entity: E.Type) {
        byEntity[ObjectIdentifier(entity)]?.removeAll { $0.name == name }
    }

    /// Whether an entity has no filter, not even the one for rows marked as deleted.
    func areNone(for mapping: EntityMapping) -> Bool {
        mapping.softDelete == nil
            && (byEntity.isEmpty || byEntity[ObjectIdentifier(mapping.type)]?.isEmpty != false)
    }

    /// The filters of an entity, with the one for rows marked as deleted.
    func filters<E: Entity>(for entity: E.Type) -> [Filter] {
        let added = byEntity.isEmpty ? [] : byEntity[ObjectIdentifier(entity)] ?? []
        guard let softDelete = SoftDelete(entity) else { return added }
        return added + [softDelete.filter]
    }

    /// The condition for rows of an entity under the name a query gives its table, or `nil`.
    func condition<E: Entity>(
        for entity: E.Type, _ table: TableReference, lifted: LiftedFilters = .none
    ) -> SQLNode? {
        filters(for: entity).reduce(nil) { condition, filter in
            lifted.contains(filter.name)
                ? condition : SQLNode.all(condition, filter.condition(table))
        }
    }
}

/// The filters that a query does without.
enum LiftedFilters: Sendable {
    case none
    case named(Set<String>)
    case all

    func contains(_ name: String) -> Bool {
        switch self {
        case .none: false
        case .named(let names): names.contains(name)
        case .all: true
        }
    }
}

extension EntityQuery {
    /// Lifts the session's filters from the query: those with these names, or all.
    ///
    /// Relationships that the query includes keep theirs.
    public func unfiltered(_ names: String...) -> EntityQuery {
        var copy = self
        switch copy.lifted {
        case .all: break
        case .none: copy.lifted = names.isEmpty ? .all : .named(Set(names))
        case .named(let earlier):
            copy.lifted = names.isEmpty ? .all : .named(earlier.union(names))
        }
        return copy
    }

    /// Finds rows that are marked as deleted too.
    public var includingDeleted: EntityQuery { unfiltered(SessionFilters.softDelete) }

    /// The query with the filters that it does not lift.
    func applying(_ filters: SessionFilters) -> EntityQuery {
        var copy = self
        copy.filters = filters
        copy = copy.resolved
        let condition = filters.condition(for: Root.self, Root.tableReference, lifted: lifted)
        if let condition { copy.filter(condition) }
        return copy
    }
}

extension SelectStatement {
    /// Adds a condition to a table that was joined.
    mutating func narrowJoin(of table: TableReference, by condition: SQLNode?) {
        guard let condition, let place = sources.lastIndex(where: { $0.table == table }),
            case .on(let criterion) = sources[place].criterion,
            let both = SQLNode.all(criterion, condition)
        else { return }
        sources[place].criterion = .on(both)
    }
}

extension SessionCore {
    /// Returns a query with the conditions of the session's filters, for what is made of it without
    /// the session.
    ///
    /// ```swift
    /// let titles = try await session.scoped(Post.all).select { $0.title }.fetch(on: session)
    /// ```
    ///
    /// Queries that the session runs itself need it not: they have the conditions anyway.
    public func scoped<E: Entity>(_ query: EntityQuery<E>) -> EntityQuery<E> {
        filtered(query).unfiltered()
    }

    /// The query as it is sent.
    @usableFromInline
    func filtered<E: Entity>(_ query: EntityQuery<E>) -> EntityQuery<E> {
        query.applying(configuration.filters)
    }

    /// Whether an instance passes the filters, or `nil` when only the server can say.
    func passesFilters<E: Entity>(_ entity: E) -> Bool? {
        var answer: Bool? = true
        for filter in configuration.filters.filters(for: E.self) {
            guard let matches = filter.matches else {
                answer = nil
                continue
            }
            if !matches(entity) { return false }
        }
        return answer
    }
}
