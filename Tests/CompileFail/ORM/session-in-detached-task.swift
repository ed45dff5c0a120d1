// expect: risks causing data races
// The session of a scope used by a task that outlives it.
import ORM

func outlive(_ database: Database) async throws {
    try await database.withSession { session in
        let task = Task.detached { try await session.commit() }
        print(task)
    }
}
