// expect: risks causing data races
// A new instance is the session's from `add` on, and is returned from its scope.
import ORM

func escape<E: Entity>(_ database: Database, _ make: @Sendable () -> sending E) async throws {
    _ = try await database.withSession { session in
        let entity = make()
        session.add(entity)
        try await session.commit()
        return entity
    }
}
