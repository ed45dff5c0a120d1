// expect: risks causing data races
// A session handed to a task and used afterwards.
import ORM

func commitTwice(_ database: Database) async throws {
    let session = database.session()
    Task { try await session.commit() }
    try await session.commit()
}
