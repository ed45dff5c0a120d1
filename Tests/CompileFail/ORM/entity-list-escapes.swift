// expect: risks causing data races
// Attached instances returned from their session's scope, in an array.
import ORM

func escape<E: Entity>(_ database: Database, _ query: EntityQuery<E>) async throws {
    _ = try await database.withSession { session in
        try await session.fetch(query)
    }
}
