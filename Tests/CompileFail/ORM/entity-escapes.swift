// expect: risks causing data races
// An attached instance returned from its session's scope.
import ORM

func escape<E: Entity>(_ database: Database, _ type: E.Type, _ id: E.ID) async throws {
    _ = try await database.withSession { session in
        let entity = try await session.get(type, id)
        try await session.commit()
        return entity
    }
}
