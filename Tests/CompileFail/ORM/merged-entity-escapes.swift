// expect: risks causing data races
// What merging returned belongs to the session, and is returned from its scope.
import ORM

func escape<E: Entity>(_ database: Database, _ entity: sending E) async throws {
    _ = try await database.withSession { session in
        let own = try await session.merge(entity)
        try await session.commit()
        return own
    }
}
