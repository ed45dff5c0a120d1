// expect: risks causing data races
// An attached instance handed to an actor while its session goes on.
import ORM

actor Cache<E: Entity> {
    var entity: E?

    func keep(_ entity: E) {
        self.entity = entity
    }
}

func share<E: Entity>(_ database: Database, _ cache: Cache<E>, _ id: E.ID) async throws {
    try await database.withSession { session in
        if let entity = try await session.get(E.self, id) { await cache.keep(entity) }
        try await session.commit()
    }
}
