/// One instance per row and session.
///
/// It holds its instances strongly, because a changed one has to be written even when the program
/// has let go of it. What nobody needs any more is found by ``sweep()``.
struct IdentityMap {
    private var tables: [ObjectIdentifier: AnyEntityTable] = [:]
    /// The instances by their objects.
    private let objects = ObjectIndex()
    /// The instances in the order they came in, with some that have left.
    private var arrivals: [Tracked] = []
    private(set) var nextSequence = 0
    /// When the next sweep is worth its while.
    var schedule = SweepSchedule()

    /// How many instances there are.
    private(set) var count = 0

    /// The instances in the order they came in.
    var all: some Sequence<Tracked> { arrivals.lazy.filter { !$0.hasLeft } }

    /// The instances that came in from a certain one on, latest first.
    func arrivals(since first: Int) -> [Tracked] {
        arrivals.reversed().prefix { $0.sequence >= first }.filter { !$0.hasLeft }
    }

    mutating func table<E: Entity>(_ type: E.Type) -> EntityTable<E> {
        let key = ObjectIdentifier(type)
        if let table = tables[key] { return table.typed(as: E.self) }
        let table = EntityTable<E>(EntityMapping.of(type))
        tables[key] = table
        return table
    }

    /// The table of a type, unless it has not been used.
    func knownTable<E: Entity>(_ type: E.Type) -> EntityTable<E>? {
        tables[ObjectIdentifier(type)]?.typed(as: E.self)
    }

    /// The entities that have been used.
    var mappings: some Sequence<EntityMapping> { tables.values.lazy.map(\.mapping) }

    /// Whether no entity that has been used has relationships.
    var hasNoRelationships: Bool { mappings.allSatisfy(\.relationships.isEmpty) }

    /// The tables that have been used, for walks over all types.
    var usedTables: [AnyEntityTable] {
        tables.values.sorted { $0.mapping.name < $1.mapping.name }
    }

    func tracked(_ instance: some AnyObject) -> Tracked? {
        index()
        return objects.tracked[ObjectIdentifier(instance)]
    }

    /// Rows that are only read are never looked for by their objects: what has come in since the
    /// last question is entered when there is a next one.
    private func index() {
        guard objects.end < nextSequence else { return }
        for tracked in arrivals.reversed() {
            guard tracked.sequence >= objects.end else { break }
            if !tracked.hasLeft { objects.tracked[ObjectIdentifier(tracked.object)] = tracked }
        }
        objects.end = nextSequence
    }

    /// Starts to track an instance.
    mutating func track<E: Entity>(_ entity: E, _ state: EntityState) -> TrackedEntity<E> {
        let tracked = TrackedEntity(entity, mapping: table(E.self).mapping, state: state)
        enter(tracked)
        return tracked
    }

    mutating func enter(_ tracked: Tracked) {
        tracked.sequence = nextSequence
        nextSequence += 1
        schedule.noteArrival()
        count += 1
        arrivals.append(tracked)
    }

    mutating func forget(_ tracked: Tracked) {
        leave(tracked)
        if arrivals.count > 2 * count + 16 { arrivals.removeAll { $0.hasLeft } }
    }

    /// Forgets several instances at once.
    mutating func forget(all gone: [Tracked]) {
        for tracked in gone { leave(tracked) }
        arrivals.removeAll { $0.hasLeft }
    }

    /// Forgets all instances: one by one it would be most of a commit of many new rows.
    mutating func forgetEverything() {
        for tracked in arrivals { tracked.hasLeft = true }
        arrivals = []
        objects.tracked = [:]
        count = 0
        for table in tables.values { table.unregisterAll() }
    }

    private mutating func leave(_ tracked: Tracked) {
        guard !tracked.hasLeft else { return }
        if tracked.sequence < objects.end {
            objects.tracked[ObjectIdentifier(tracked.object)] = nil
        }
        tracked.hasLeft = true
        count -= 1
        tables[ObjectIdentifier(tracked.mapping.type)]?.unregister(tracked)
    }

    /// Enters an instance under its row's key, taking it out from under an earlier one, and returns
    /// the instance that was there.
    @discardableResult
    func register(_ tracked: Tracked) -> Tracked? {
        tables[ObjectIdentifier(tracked.mapping.type)]?.register(tracked)
    }

    func unregister(_ tracked: Tracked) {
        tables[ObjectIdentifier(tracked.mapping.type)]?.unregister(tracked)
    }

    /// Whether it is the instance that stands for its row.
    func isRegistered(_ tracked: Tracked) -> Bool {
        tables[ObjectIdentifier(tracked.mapping.type)]?.isRegistered(tracked) ?? false
    }
}

/// Instances by their objects, up to one of them.
private final class ObjectIndex {
    var tracked: [ObjectIdentifier: Tracked] = [:]
    /// The first instance that is not in it, by ``Tracked/sequence``.
    var end = 0
}

/// The rows of one type that a session knows, without the type.
@usableFromInline
class AnyEntityTable {
    @usableFromInline let mapping: EntityMapping

    init(_ mapping: EntityMapping) {
        self.mapping = mapping
    }

    func register(_ tracked: Tracked) -> Tracked? { nil }
    func unregister(_ tracked: Tracked) {}
    func isRegistered(_ tracked: Tracked) -> Bool { false }
    func unregisterAll() {}

    /// The table with its type, which the caller knows from the mapping: see
    /// ``Tracked/typed(as:)``.
    final func typed<E: Entity>(as type: E.Type) -> EntityTable<E> {
        precondition(mapping.type == type, "\(mapping.name) is not \(type)")
        return unsafe unsafeDowncast(self, to: EntityTable<E>.self)
    }
}

/// The rows of one type that a session knows, by key.
@usableFromInline
final class EntityTable<E: Entity>: AnyEntityTable {
    @safe @exclusivity(unchecked) @usableFromInline var byKey: [E.ID: TrackedEntity<E>] = [:]
    /// What runs for each instance that is made from a row.
    @safe @exclusivity(unchecked) @usableFromInline var loaded: ((E) -> Void)?
    /// Whether `loaded` has been made.
    var isPrepared = false

    /// The instance that stands for a row, unless the row has to be read first.
    func answer(for key: E.ID) -> TrackedEntity<E>? {
        guard let known = byKey[key], known.expired.isEmpty else { return nil }
        return known
    }

    override func register(_ tracked: Tracked) -> Tracked? {
        let tracked = tracked.typed(as: E.self)
        unregister(tracked)
        tracked.registeredKey = tracked.key
        guard let key = tracked.key, let other = byKey.updateValue(tracked, forKey: key) else {
            return nil
        }
        return other === tracked ? nil : other
    }

    override func isRegistered(_ tracked: Tracked) -> Bool {
        let tracked = tracked.typed(as: E.self)
        return tracked.registeredKey.map { byKey[$0] === tracked } ?? false
    }

    override func unregisterAll() {
        byKey = [:]
    }

    override func unregister(_ tracked: Tracked) {
        let tracked = tracked.typed(as: E.self)
        guard let key = tracked.registeredKey, byKey[key] === tracked else { return }
        byKey[key] = nil
        tracked.registeredKey = nil
    }
}
