/// One instance per row and session.
///
/// It holds its instances strongly until the session ends or they are expunged: what was loaded
/// stays known, so that a second fetch returns the same objects.
struct IdentityMap {
    private var tables: [ObjectIdentifier: AnyEntityTable] = [:]
    private var instances: [ObjectIdentifier: Tracked] = [:]
    /// The instances in the order they came in, with some that have left.
    private var arrivals: [Tracked] = []
    private(set) var nextSequence = 0

    /// The instances in the order they came in.
    var all: some Sequence<Tracked> { arrivals.lazy.filter { !$0.hasLeft } }

    mutating func table<E: Entity>(_ type: E.Type) -> EntityTable<E> {
        let key = ObjectIdentifier(type)
        if let table = tables[key] as? EntityTable<E> { return table }
        let table = EntityTable<E>(EntityMapping.of(type))
        tables[key] = table
        return table
    }

    /// The table of a type, unless it has not been used.
    func knownTable<E: Entity>(_ type: E.Type) -> EntityTable<E>? {
        tables[ObjectIdentifier(type)] as? EntityTable<E>
    }

    /// The entities that have been used.
    var mappings: some Sequence<EntityMapping> { tables.values.lazy.map(\.mapping) }

    /// The tables that have been used, for walks over all types.
    var usedTables: [AnyEntityTable] {
        tables.values.sorted { $0.mapping.name < $1.mapping.name }
    }

    func tracked(_ instance: some AnyObject) -> Tracked? {
        instances[ObjectIdentifier(instance)]
    }

    /// Starts to track an instance.
    mutating func track<E: Entity>(_ entity: E, _ state: EntityState) -> TrackedEntity<E> {
        let tracked = TrackedEntity(entity, mapping: table(E.self).mapping, state: state)
        enter(tracked, as: ObjectIdentifier(entity))
        return tracked
    }

    mutating func enter(_ tracked: Tracked, as identifier: ObjectIdentifier) {
        tracked.sequence = nextSequence
        nextSequence += 1
        instances[identifier] = tracked
        arrivals.append(tracked)
    }

    mutating func forget(_ tracked: Tracked) {
        guard instances.removeValue(forKey: ObjectIdentifier(tracked.object)) != nil else { return }
        tracked.hasLeft = true
        if arrivals.count > 2 * instances.count + 16 { arrivals.removeAll { $0.hasLeft } }
        tables[ObjectIdentifier(tracked.mapping.type)]?.unregister(tracked)
    }

    /// Enters an instance under its row's key, taking it out from under an earlier one.
    func register(_ tracked: Tracked) {
        tables[ObjectIdentifier(tracked.mapping.type)]?.register(tracked)
    }

    func unregister(_ tracked: Tracked) {
        tables[ObjectIdentifier(tracked.mapping.type)]?.unregister(tracked)
    }
}

/// The rows of one type that a session knows, without the type.
@usableFromInline
class AnyEntityTable {
    @usableFromInline let mapping: EntityMapping

    init(_ mapping: EntityMapping) {
        self.mapping = mapping
    }

    func register(_ tracked: Tracked) {}
    func unregister(_ tracked: Tracked) {}
}

/// The rows of one type that a session knows, by key.
@usableFromInline
final class EntityTable<E: Entity>: AnyEntityTable {
    @usableFromInline var byKey: [E.ID: TrackedEntity<E>] = [:]

    override func register(_ tracked: Tracked) {
        let tracked = tracked.typed(as: E.self)
        unregister(tracked)
        tracked.registeredKey = tracked.key
        if let key = tracked.key { byKey[key] = tracked }
    }

    override func unregister(_ tracked: Tracked) {
        let tracked = tracked.typed(as: E.self)
        guard let key = tracked.registeredKey, byKey[key] === tracked else { return }
        byKey[key] = nil
        tracked.registeredKey = nil
    }
}
