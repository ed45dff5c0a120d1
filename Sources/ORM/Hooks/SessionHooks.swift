/// What a session does when something happens, whatever the entities say themselves.
///
/// ```swift
/// var configuration = SessionConfiguration()
/// configuration.hooks.beforeInsert(User.self) { user, _ in user.email = user.email.lowercased() }
/// configuration.hooks.beforeFlush { context in
///     for user in context.deleted(User.self) { context.add(Farewell(name: user.name)) }
/// }
/// configuration.hooks.afterCommit { cache.clear() }
/// ```
///
/// Hooks of one moment run in the order they were added, before those of the entity. See
/// ``EntityHooks`` for when they run.
public struct SessionHooks: Sendable {
    private struct Place: Hashable {
        let entity: ObjectIdentifier
        let moment: HookMoment
    }

    typealias EntityHook = @Sendable (Tracked, HookContext) throws -> Void

    private var byPlace: [Place: [EntityHook]] = [:]
    private var loads: [ObjectIdentifier: [@Sendable (AnyObject) -> Void]] = [:]
    var flushes: [@Sendable (HookContext) throws -> Void] = []
    var flushed: [@Sendable (HookContext) throws -> Void] = []
    var commits: [@Sendable (HookContext) throws -> Void] = []
    var committed: [@Sendable () -> Void] = []
    var rolledBack: [@Sendable () -> Void] = []

    /// Makes no hooks.
    public init() {}

    /// Runs before rows of the entity are inserted.
    public mutating func beforeInsert<E: Entity>(
        _ type: E.Type, _ hook: @escaping @Sendable (E, HookContext) throws -> Void
    ) {
        add(.beforeInsert, hook)
    }

    /// Runs after rows of the entity were inserted.
    public mutating func afterInsert<E: Entity>(
        _ type: E.Type, _ hook: @escaping @Sendable (E, HookContext) throws -> Void
    ) {
        add(.afterInsert, hook)
    }

    /// Runs before changes of an instance are written.
    public mutating func beforeUpdate<E: Entity>(
        _ type: E.Type, _ hook: @escaping @Sendable (E, HookContext) throws -> Void
    ) {
        add(.beforeUpdate, hook)
    }

    /// Runs after changes of an instance were written.
    public mutating func afterUpdate<E: Entity>(
        _ type: E.Type, _ hook: @escaping @Sendable (E, HookContext) throws -> Void
    ) {
        add(.afterUpdate, hook)
    }

    /// Runs before rows of the entity are deleted, or marked as deleted.
    public mutating func beforeDelete<E: Entity>(
        _ type: E.Type, _ hook: @escaping @Sendable (E, HookContext) throws -> Void
    ) {
        add(.beforeDelete, hook)
    }

    /// Runs after rows of the entity were deleted, or marked as deleted.
    public mutating func afterDelete<E: Entity>(
        _ type: E.Type, _ hook: @escaping @Sendable (E, HookContext) throws -> Void
    ) {
        add(.afterDelete, hook)
    }

    /// Runs when an instance was made from a row.
    public mutating func afterLoad<E: Entity>(
        _ type: E.Type, _ hook: @escaping @Sendable (E) -> Void
    ) {
        loads[ObjectIdentifier(type), default: []].append { instance in
            if let entity = instance as? E { hook(entity) }
        }
    }

    /// Runs before a flush that has something to write; what it changes and adds is written too.
    public mutating func beforeFlush(_ hook: @escaping @Sendable (HookContext) throws -> Void) {
        flushes.append(hook)
    }

    /// Runs after a flush that wrote something.
    public mutating func afterFlush(_ hook: @escaping @Sendable (HookContext) throws -> Void) {
        flushed.append(hook)
    }

    /// Runs at the beginning of a commit, before it flushes.
    public mutating func beforeCommit(_ hook: @escaping @Sendable (HookContext) throws -> Void) {
        commits.append(hook)
    }

    /// Runs when a transaction was committed.
    public mutating func afterCommit(_ hook: @escaping @Sendable () -> Void) {
        committed.append(hook)
    }

    /// Runs when a transaction was rolled back by `rollback`, or by the end of the session.
    public mutating func afterRollback(_ hook: @escaping @Sendable () -> Void) {
        rolledBack.append(hook)
    }

    private mutating func add<E: Entity>(
        _ moment: HookMoment, _ hook: @escaping @Sendable (E, HookContext) throws -> Void
    ) {
        let place = Place(entity: ObjectIdentifier(E.self), moment: moment)
        byPlace[place, default: []].append { tracked, context in
            try hook(tracked.typed(as: E.self).entity, context)
        }
    }

    /// Whether a flush has nothing to run.
    var isEmptyForFlush: Bool { byPlace.isEmpty && flushes.isEmpty && flushed.isEmpty }

    func hooks(_ moment: HookMoment, of type: any Entity.Type) -> [EntityHook] {
        byPlace.isEmpty
            ? [] : byPlace[Place(entity: ObjectIdentifier(type), moment: moment)] ?? []
    }

    func loadHooks(of type: any Entity.Type) -> [@Sendable (AnyObject) -> Void] {
        loads.isEmpty ? [] : loads[ObjectIdentifier(type)] ?? []
    }
}
