extension ToOneLink {
    func reach(from source: Tracked, in map: IdentityMap) {
        guard let reference = reference(of: source), !reference.isLoaded, let id = reference.id,
            let target = map.knownTable(Target.self)?.byKey[id]
        else { return }
        set(source.typed(as: Source.self).entity, ToOne(target.entity))
    }
}

extension CollectionLink {
    /// Has a rollback give the relationship back as it is now.
    ///
    /// The changes that are in it go back as well: they are part of an instance that is not inserted
    /// after all, and are given up in one that has its row.
    func restoreOnRollback(_ owner: Source, in state: SessionState) {
        let (path, value) = (path, owner[keyPath: path])
        state.journal.keep(name, of: owner) { owner[keyPath: path] = value }
    }

    func unload(from source: Tracked, after writes: Int) {
        let owner = source.typed(as: Source.self).entity
        if owner[keyPath: path].loadedAfter > writes { owner[keyPath: path].unload() }
    }
}

extension ThroughLink {
    func unload(from source: Tracked, after writes: Int) {
        let owner = source.typed(as: Source.self).entity
        if owner[keyPath: path].loadedAfter > writes { owner[keyPath: path].unload() }
    }
}
