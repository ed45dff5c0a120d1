// expect: capture of 'session' with non-Sendable type 'Session'
// A session in a closure that may run anywhere, and at any time.
import ORM

func run(_ body: @Sendable () async throws -> Void) async throws {
    try await body()
}

func capture(_ database: Database) async throws {
    try await database.withSession { session in
        try await run { try await session.commit() }
    }
}
