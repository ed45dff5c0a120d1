import PGCore

extension ToOneLink {
    func merge<Connections: SessionSource>(
        from given: AnyObject, into own: Tracked, in session: SessionCore<Connections>,
        _ memo: MergeMemo
    ) async throws(PGError) {
        guard let given = given as? Source, let target = get(given)?.loaded,
            let merged = try await session.merged([target], memo).first
        else { return }
        let source = own.typed(as: Source.self).entity
        if get(source)?.loaded !== merged { set(source, ToOne(merged)) }
    }
}

/// A relationship whose value is a collection in the wider sense.
protocol CollectionLink<Source, Value>: TypedLink where Target == Value.Target {
    associatedtype Value: RelationCollection
    var path: any ReferenceWritableKeyPath<Source, Value> & Sendable { get }
}

extension InverseLink: CollectionLink {}
extension JoinLink: CollectionLink {
    typealias Value = ToMany<Target>
}

extension CollectionLink {
    func merge<Connections: SessionSource>(
        from given: AnyObject, into own: Tracked, in session: SessionCore<Connections>,
        _ memo: MergeMemo
    ) async throws(PGError) {
        guard let given = given as? Source else { return }
        let value = given[keyPath: path]
        let targets = value.present ?? value.additions
        let merged = try await session.merged(targets, memo)
        let removed = try await session.merged(value.removals, memo)
        let source = own.typed(as: Source.self).entity
        if source === given {
            guard zip(targets, merged).contains(where: { $0 !== $1 }) else { return }
            source[keyPath: path] = Value()
        }
        let present = source[keyPath: path].present ?? []
        for target in merged where !present.contains(where: { $0 === target }) {
            source[keyPath: path].connect(target)
        }
        // What is only missing may have come in since.
        for target in removed where !merged.contains(where: { $0 === target }) {
            source[keyPath: path].disconnect(target)
        }
    }
}
