extension ToOneLink {
    func loaded(by source: Tracked, in map: IdentityMap) -> [Tracked] {
        reference(of: source)?.loaded.flatMap { map.tracked($0) }.map { [$0] } ?? []
    }

    func settle(_ source: Tracked) {
        guard var reference = reference(of: source), reference.settle() else { return }
        set(source.typed(as: Source.self).entity, reference)
    }

    func letGo(of source: Tracked, in map: IdentityMap) -> [Tracked] {
        guard var reference = reference(of: source), let object = reference.letGo(),
            let target = map.tracked(object)
        else { return [] }
        set(source.typed(as: Source.self).entity, reference)
        return [target]
    }

    func takeBack(_ targets: [Tracked], for source: Tracked) {
        guard var reference = reference(of: source), let target = targets.first else { return }
        reference.takeBack(target.typed(as: Target.self).entity)
        set(source.typed(as: Source.self).entity, reference)
    }

    func unkept(by source: Tracked, in map: IdentityMap) -> Tracked? {
        reference(of: source)?.unkept.flatMap { map.tracked($0) }
    }
}

extension CollectionLink {
    func loaded(by source: Tracked, in map: IdentityMap) -> [Tracked] {
        let value = source.typed(as: Source.self).entity[keyPath: path]
        return (value.present ?? value.additions).compactMap { map.tracked($0) }
    }

    func hasChanges(of source: Tracked) -> Bool {
        source.typed(as: Source.self).entity[keyPath: path].hasChanges
    }

    func letGo(of source: Tracked, in map: IdentityMap) -> [Tracked] {
        let owner = source.typed(as: Source.self).entity
        // Instances that the session does not know are kept by this relationship alone.
        guard let items = owner[keyPath: path].present, !items.isEmpty else { return [] }
        let targets = items.compactMap { map.tracked($0) }
        guard targets.count == items.count, owner[keyPath: path].letGo() != nil else { return [] }
        return targets
    }

    func takeBack(_ targets: [Tracked], for source: Tracked) {
        let owner = source.typed(as: Source.self).entity
        owner[keyPath: path].takeBack(targets.map { $0.typed(as: Target.self).entity })
    }
}

extension ThroughLink {
    func loaded(by source: Tracked, in map: IdentityMap) -> [Tracked] {
        source.typed(as: Source.self).entity[keyPath: path].loaded?
            .compactMap { map.tracked($0) } ?? []
    }

    func letGo(of source: Tracked, in map: IdentityMap) -> [Tracked] {
        let owner = source.typed(as: Source.self).entity
        guard let items = owner[keyPath: path].loaded, !items.isEmpty else { return [] }
        let targets = items.compactMap { map.tracked($0) }
        guard targets.count == items.count else { return [] }
        owner[keyPath: path].letGo()
        return targets
    }

    func takeBack(_ targets: [Tracked], for source: Tracked) {
        let owner = source.typed(as: Source.self).entity
        owner[keyPath: path].takeBack(targets.map { $0.typed(as: Target.self).entity })
    }
}
