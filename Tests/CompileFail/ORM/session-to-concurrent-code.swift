// expect: risks causing data races
// The session of a scope handed to code that runs elsewhere.
import ORM

@concurrent
func work(_ session: Session) async throws {
    try await session.flush()
}

func handOver(_ database: Database) async throws {
    try await database.withSession { session in
        try await work(session)
        try await session.commit()
    }
}
