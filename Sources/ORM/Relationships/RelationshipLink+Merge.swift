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

extension ToManyLink {
    func merge<Connections: SessionSource>(
        from given: AnyObject, into own: Tracked, in session: SessionCore<Connections>,
        _ memo: MergeMemo
    ) async throws(PGError) {
        guard let given = given as? Source else { return }
        let targets = given[keyPath: path].loaded ?? given[keyPath: path].added
        let merged = try await session.merged(targets, memo)
        let source = own.typed(as: Source.self).entity
        if source === given {
            guard zip(targets, merged).contains(where: { $0 !== $1 }) else { return }
            source[keyPath: path] = ToMany()
        }
        let present = source[keyPath: path].loaded ?? []
        for target in merged where !present.contains(where: { $0 === target }) {
            source[keyPath: path].append(target)
        }
    }
}
