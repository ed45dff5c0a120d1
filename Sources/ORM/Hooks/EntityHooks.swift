/// What an entity does when something happens to one of its instances.
///
/// Adopt it and write the methods you need; the others do nothing.
///
/// ```swift
/// extension User: EntityHooks {
///     func beforeInsert(_ context: HookContext) { email = email.lowercased() }
///     func afterDelete(_ context: HookContext) { context.add(Farewell(name: name)) }
/// }
/// ```
///
/// They run at the flush: those with `before` before anything is sent, when what they change and add
/// is written with the rest; those with `after` when all of it was written. An error they throw
/// leaves the flush; see ``SessionCore/flush(fileID:line:)``. Statements for many rows, `updateAll`
/// and `deleteAll`, and what the server does by itself run none.
public protocol EntityHooks: Entity {
    /// The row is about to be inserted.
    func beforeInsert(_ context: HookContext) throws
    /// The row was inserted, and what the server filled in is known.
    func afterInsert(_ context: HookContext) throws
    /// Changes are about to be written; see ``HookContext/changedProperties(of:)``.
    func beforeUpdate(_ context: HookContext) throws
    /// Changes were written.
    func afterUpdate(_ context: HookContext) throws
    /// The row is about to be deleted, or marked as deleted.
    func beforeDelete(_ context: HookContext) throws
    /// The row was deleted, or marked as deleted.
    func afterDelete(_ context: HookContext) throws
    /// The instance was made from a row.
    ///
    /// A column that is changed here counts as a change.
    func afterLoad()
}

extension EntityHooks {
    /// Does nothing.
    public func beforeInsert(_ context: HookContext) throws {}
    /// Does nothing.
    public func afterInsert(_ context: HookContext) throws {}
    /// Does nothing.
    public func beforeUpdate(_ context: HookContext) throws {}
    /// Does nothing.
    public func afterUpdate(_ context: HookContext) throws {}
    /// Does nothing.
    public func beforeDelete(_ context: HookContext) throws {}
    /// Does nothing.
    public func afterDelete(_ context: HookContext) throws {}
    /// Does nothing.
    public func afterLoad() {}
}

/// When a hook runs.
enum HookMoment: String, Sendable {
    case beforeInsert
    case afterInsert
    case beforeUpdate
    case afterUpdate
    case beforeDelete
    case afterDelete
}

/// The hooks of an entity, without its type; made once per type that adopts them.
struct EntityHookTable: Sendable {
    let run: @Sendable (HookMoment, Tracked, HookContext) throws -> Void

    /// Returns the hooks of a type, or `nil` when it has none.
    init?(_ type: any Entity.Type) {
        guard let type = type as? any EntityHooks.Type else { return nil }
        self.init(adopting: type)
    }

    private init<E: EntityHooks>(adopting type: E.Type) {
        run = { moment, tracked, context in
            let entity = tracked.typed(as: E.self).entity
            switch moment {
            case .beforeInsert: try entity.beforeInsert(context)
            case .afterInsert: try entity.afterInsert(context)
            case .beforeUpdate: try entity.beforeUpdate(context)
            case .afterUpdate: try entity.afterUpdate(context)
            case .beforeDelete: try entity.beforeDelete(context)
            case .afterDelete: try entity.afterDelete(context)
            }
        }
    }
}
