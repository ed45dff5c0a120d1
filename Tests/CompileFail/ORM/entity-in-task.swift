// expect: risks causing data races
// An attached instance used by a task while its session goes on.
import ORM

func share<E: Entity>(_ database: Database, _ type: E.Type, _ id: E.ID) async throws {
    try await database.withSession { session in
        let entity = try await session.get(type, id)
        Task { print(entity?.persistentID as Any) }
        try await session.commit()
    }
}
