import PGSchema

/// The value of a unique foreign key.
private struct ReferencePlace: Hashable {
    let table: ObjectIdentifier
    let column: Int
    let key: AnyHashable

    init?(_ tracked: Tracked, _ link: any RelationshipLink, _ key: AnyHashable?) {
        guard let key, let column = link.columns.first else { return nil }
        table = ObjectIdentifier(tracked.mapping)
        self.column = column
        self.key = key
    }
}

extension UnitOfWork {
    /// The unique foreign keys that have to be NULL for a moment, because other rows take over what
    /// they refer to.
    var takenReferences: [(tracked: Tracked, columns: ColumnMask)] {
        var moving: [(tracked: Tracked, link: any RelationshipLink, place: ReferencePlace)] = []
        var taken: Set<ReferencePlace> = []
        for (tracked, columns) in updates {
            for link in tracked.mapping.uniqueLinks
            where link.columns.contains(where: columns.contains) {
                let (old, new) = (link.rowReferredKey(of: tracked), link.referredKey(of: tracked))
                guard old != new else { continue }
                if let place = ReferencePlace(tracked, link, new) { taken.insert(place) }
                guard let place = ReferencePlace(tracked, link, old) else { continue }
                moving.append((tracked, link, place))
            }
        }
        guard !moving.isEmpty else { return [] }
        for tracked in inserts {
            for link in tracked.mapping.uniqueLinks {
                guard let place = ReferencePlace(tracked, link, link.referredKey(of: tracked))
                else {
                    continue
                }
                taken.insert(place)
            }
        }
        return moving.filter { taken.contains($0.place) }
            .map { ($0.tracked, ColumnMask($0.link.columns)) }
    }
}

extension EntityMapping {
    /// The to-one relationships whose foreign keys are unique and may be NULL.
    static func uniqueLinks(
        _ relationships: [Relationship], _ definition: TableDefinition
    ) -> [any RelationshipLink] {
        relationships.map(\.link).filter { link in
            let names = link.columns.map { definition.columns[$0].name }
            return link.isNullable && definition.uniques.contains { $0.columns == names }
        }
    }
}

extension ToOneLink {
    func referredKey(of source: Tracked) -> AnyHashable? {
        reference(of: source)?.id.map { AnyHashable($0) }
    }

    func rowReferredKey(of source: Tracked) -> AnyHashable? {
        var id: Target.ID?
        source.typed(as: Source.self).changeRow { entity in
            id = get(entity)?.id
            return false
        }
        return id.map { AnyHashable($0) }
    }
}
