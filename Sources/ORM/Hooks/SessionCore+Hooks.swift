import PGCore

/// Runs the hooks and validations of a flush.
extension SessionCore {
    /// How often hooks may add instances for which further hooks run.
    var maximumHookRounds: Int { 16 }

    private var context: HookContext { HookContext(state: state) }

    /// Whether some entity of the session, or the session itself, has something to run.
    var hasHooks: Bool {
        !configuration.hooks.isEmptyForFlush || state.map.contains { $0.hooks != nil }
    }

    /// Runs what comes before a flush, and finds everything that is not valid.
    ///
    /// Nothing has been sent when it throws.
    func prepareFlush() throws(PGError) {
        if hasHooks { try runHooksBeforeFlush() }
        if state.map.contains(where: { $0.validator != nil }) { try validateChanges() }
    }

    private func runHooksBeforeFlush() throws(PGError) {
        try state.adoptReachable()
        guard !state.unitOfWork.isEmpty else { return }
        for hook in configuration.hooks.flushes {
            try run("a beforeFlush hook") { try hook(context) }
        }
        var done: Set<ObjectIdentifier> = []
        for _ in 0..<maximumHookRounds {
            try state.adoptReachable()
            let work = state.unitOfWork
            var hasRun = false
            for (moment, tracked) in work.beginnings
            where done.insert(ObjectIdentifier(tracked)).inserted {
                hasRun = true
                try run(moment, tracked)
            }
            if !hasRun { return }
        }
        throw .endlessHooks
    }

    /// Runs what comes after a flush.
    func finishFlush(_ steps: [WriteStep]) throws(PGError) {
        guard !steps.isEmpty, hasHooks else { return }
        // Changes that go along with a mark of deletion are part of the deletion.
        var done: Set<ObjectIdentifier> = []
        let marking = steps.filter { $0.operation == .softDelete }
        for step in marking + steps where step.moment != nil && step.join == nil {
            for tracked in step.rows where done.insert(ObjectIdentifier(tracked)).inserted {
                if let moment = step.moment { try run(moment, tracked) }
            }
        }
        for hook in configuration.hooks.flushed {
            try run("an afterFlush hook") { try hook(context) }
        }
    }

    /// Runs what comes before a commit.
    func prepareCommit() throws(PGError) {
        for hook in configuration.hooks.commits {
            try run("a beforeCommit hook") { try hook(context) }
        }
    }

    func run(_ moment: HookMoment, _ tracked: Tracked) throws(PGError) {
        let hooks = configuration.hooks.hooks(moment, of: tracked.mapping.type)
        guard !hooks.isEmpty || tracked.mapping.hooks != nil else { return }
        try run("\(moment.rawValue) of \(tracked.label)") {
            for hook in hooks { try hook(tracked, context) }
            try tracked.mapping.hooks?.run(moment, tracked, context)
        }
    }

    private func run(
        _ name: @autoclosure () -> String, _ hook: () throws -> Void
    ) throws(PGError) {
        do {
            try hook()
        } catch let error as PGError {
            throw error
        } catch {
            throw PGError(.hookFailed, "\(name()) failed: \(type(of: error))").caused(by: error)
        }
    }
}

extension SessionState {
    /// What to run for each instance that is made from a row, or `nil`.
    func loadHook<E: Entity>(for type: E.Type, _ mapping: EntityMapping) -> ((E) -> Void)? {
        let hooks = self.hooks.loadHooks(of: type)
        let adopts = mapping.hooks != nil
        guard adopts || !hooks.isEmpty else { return nil }
        return { entity in
            for hook in hooks { hook(entity) }
            if adopts { (entity as? any EntityHooks)?.afterLoad() }
        }
    }
}

extension IdentityMap {
    /// Whether one of the entities of the session has the property.
    func contains(where isWanted: (EntityMapping) -> Bool) -> Bool {
        mappings.contains(where: isWanted)
    }
}

extension UnitOfWork {
    /// The hooks to run before it is written.
    fileprivate var beginnings: [(moment: HookMoment, tracked: Tracked)] {
        (softDeletes + deletes).map { (.beforeDelete, $0) }
            + inserts.map { (.beforeInsert, $0) } + updates.map { (.beforeUpdate, $0.tracked) }
    }
}

extension WriteStep {
    /// The hook to run after it was written.
    fileprivate var moment: HookMoment? {
        if writesNull { return nil }
        return switch operation {
        case .insert: .afterInsert
        case .update: .afterUpdate
        case .delete, .softDelete: .afterDelete
        }
    }
}

extension PGError {
    /// Hooks added instances again and again.
    static var endlessHooks: PGError {
        PGError(
            .hookFailed, "hooks add instances without end, each for those before",
            hint: "Look for a hook that adds an instance with the same hook")
    }
}
