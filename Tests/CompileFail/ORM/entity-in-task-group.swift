// expect: risks causing data races
// Attached instances handed to the children of a group, one each.
import ORM

func share<E: Entity>(_ database: Database, _ query: EntityQuery<E>) async throws {
    try await database.withSession { session in
        let entities = try await session.fetch(query)
        await withTaskGroup(of: Void.self) { group in
            for entity in entities {
                group.addTask { print(entity.persistentID as Any) }
            }
        }
        try await session.commit()
    }
}
