public import PGCore

extension SessionCore {
    /// Returns how many related rows each instance has, by its key, with one statement and without
    /// loading them.
    ///
    /// ```swift
    /// let counts = try await session.count(of: \.posts, for: users)     // [1: 12, 2: 0]
    /// ```
    ///
    /// - Parameters:
    ///   - path: The relationship.
    ///   - owners: The instances; those without a row are left out.
    ///   - fileID: The caller's file.
    ///   - line: The caller's line.
    ///   - refined: Which of the related rows count.
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func count<Owner: Entity, Value: RemoteRelationshipValue>(
        of path: any KeyPath<Owner, Value> & Sendable, for owners: [Owner],
        fileID: String = #fileID, line: UInt = #line,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target> = { $0 }
    ) async throws(PGError) -> [Owner.ID: Int] {
        var counts: [Owner.ID: Int] = [:]
        let answers = try await ask("count()", fileID, line, path, owners, refined) {
            route, query, keys in
            for key in keys { counts[key] = 0 }
            return route.counting(query, of: keys, Owner.self)
        }
        for rows in answers {
            for number in 0..<rows.count {
                var index = 0
                let row = rows.row(at: number)
                let id = try Owner.ID(from: row, at: &index)
                counts[id] = try Int(from: row, at: &index)
            }
        }
        return counts
    }

    /// Returns the keys of the instances that have a related row, with one statement and without
    /// loading it.
    ///
    /// - Parameters:
    ///   - path: The relationship.
    ///   - owners: The instances; those without a row are left out.
    ///   - fileID: The caller's file.
    ///   - line: The caller's line.
    ///   - refined: Which of the related rows count.
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func exists<Owner: Entity, Value: RemoteRelationshipValue>(
        _ path: any KeyPath<Owner, Value> & Sendable, for owners: [Owner],
        fileID: String = #fileID, line: UInt = #line,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target> = { $0 }
    ) async throws(PGError) -> Set<Owner.ID> {
        let answers = try await ask("exists()", fileID, line, path, owners, refined) {
            route, query, keys in route.finding(query, of: keys, Owner.self)
        }
        var found: Set<Owner.ID> = []
        for rows in answers {
            for number in 0..<rows.count {
                var index = 0
                found.insert(try Owner.ID(from: rows.row(at: number), at: &index))
            }
        }
        return found
    }

    /// Returns the query of one instance's related rows, to be filtered, sorted, limited or counted:
    /// the way into a relationship that is too large to be loaded.
    ///
    /// ```swift
    /// let posts = try session.query(\.posts, of: user)
    /// let newest = try await session.fetch(posts.orderBy { $0.id.descending }.limit(20))
    /// ```
    ///
    /// Nothing is sent, and nothing is put into the relationship.
    ///
    /// - Throws: `PGError.Code.wrongState` when the instance has no key yet;
    ///   `PGError.Code.invalidMapping`.
    public func query<Owner: Entity, Value: RelationshipValue>(
        _ path: any KeyPath<Owner, Value> & Sendable, of owner: Owner
    ) throws(PGError) -> EntityQuery<Value.Target> {
        let link = try EntityMapping.of(Owner.self)
            .link(at: path, from: Owner.self, to: Value.Target.self)
        let route = try link.route()
        let names = Owner.definition.columns.map(\.name)
        let values = route.owner.compactMap(names.firstIndex)
            .map { owner.parameter(forColumn: $0) }
        guard owner.persistentID != nil || link.columns.isEmpty == false else {
            throw PGError(
                .wrongState, "this \(Owner.self) has no key yet, and \(link.name) needs it",
                hint: "Flush first")
        }
        var query = link.scope?() ?? Value.Target.all
        query.relatedTerms.append(
            .condition { filters in
                route.condition(on: Value.Target.tableReference, values: values, filters)
            })
        return query
    }

    /// Sends a question about a relationship of many instances.
    private func ask<Owner: Entity, Value: RelationshipValue>(
        _ name: StaticString, _ fileID: String, _ line: UInt,
        _ path: any KeyPath<Owner, Value> & Sendable, _ owners: [Owner],
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target>,
        _ statement: (RelationRoute, EntityQuery<Value.Target>, ArraySlice<Owner.ID>) ->
            SQLStatement
    ) async throws(PGError) -> [Source.Connection.Rows] {
        try beginUse(name, fileID, line)
        defer { endUse() }
        do throws(PGError) {
            try await autoflush()
            let link = try EntityMapping.of(Owner.self)
                .link(at: path, from: Owner.self, to: Value.Target.self)
            let route = try link.route()
            let asked = refined(link.scope?() ?? Value.Target.all)
            let query = self.statement(for: asked, isSorted: false)
            var seen: Set<Owner.ID> = []
            let ids = owners.compactMap(\.persistentID).filter { seen.insert($0).inserted }
            return try await sendAll(
                batches(of: ids).map { statement(route, query, $0) }, areReading: true)
        } catch {
            throw error.at(fileID, line)
        }
    }
}
