// expect: risks causing data races
// One session used by two tasks at once.
import ORM

func commitTwice(_ database: Database) async throws {
    try await database.withSession { session in
        async let first: Void = session.commit()
        async let second: Void = session.commit()
        _ = try await (first, second)
    }
}
