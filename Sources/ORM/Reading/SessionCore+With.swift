public import PGCore

// Reading entities together with their relationships, as values whose types say what was loaded.

extension SessionCore {
    /// Runs a query and returns its entities, each with what its relationships lead to.
    ///
    /// ```swift
    /// for (user, posts, profile) in try await session.fetch(User.all, with: \.posts, \.profile) {
    ///     …                                    // User, [Post], Profile?
    /// }
    /// ```
    ///
    /// A relationship that the query includes already is loaded as it says there; others are
    /// included. What comes back are the related instances themselves, so that no relationship can
    /// turn out not to be loaded.
    ///
    /// - Throws: `PGError.Code.notLoaded` when an instance that a foreign key names is hidden by a
    ///   filter; otherwise as ``fetch(_:fileID:line:)`` does.
    public func fetch<E: Entity, each Value: RelationshipValue>(
        _ query: EntityQuery<E>, with paths: repeat any KeyPath<E, each Value> & Sendable,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [(E, repeat (each Value).Loaded)] {
        let query = query.including(paths: repeat each paths)
        let found = try await fetch(query, fileID: fileID, line: line)
        var rows: [(E, repeat (each Value).Loaded)] = []
        rows.reserveCapacity(found.count)
        do throws(PGError) {
            for entity in found {
                rows.append((entity, repeat try entity[keyPath: each paths].requireLoaded()))
            }
        } catch {
            throw error.at(fileID, line)
        }
        return rows
    }

    /// Runs a query and returns its first entity with what its relationships lead to, or `nil` when
    /// there is none; see ``fetch(_:with:fileID:line:)``.
    ///
    /// - Throws: As ``fetch(_:with:fileID:line:)`` does.
    public func first<E: Entity, each Value: RelationshipValue>(
        _ query: EntityQuery<E>, with paths: repeat any KeyPath<E, each Value> & Sendable,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (E, repeat (each Value).Loaded)? {
        try await fetch(query.limit(1), with: repeat each paths, fileID: fileID, line: line).first
    }
}

extension EntityQuery {
    /// The query with these relationships, as far as it has not included them.
    fileprivate func including<each Value: RelationshipValue>(
        paths: repeat any KeyPath<Root, each Value> & Sendable
    ) -> EntityQuery {
        var query = self
        for path in repeat each paths {
            let isIncluded = query.inclusions.contains { $0.leads(to: path) }
            if !isIncluded { query = query.include(path) }
        }
        return query
    }
}
