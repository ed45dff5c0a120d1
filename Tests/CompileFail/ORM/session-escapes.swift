// expect: risks causing data races
// A session returned from its scope.
import ORM

func escape(_ database: Database) async throws {
    _ = try await database.withSession { session in session }
}
