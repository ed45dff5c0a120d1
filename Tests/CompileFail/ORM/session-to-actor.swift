// expect: risks causing data races
// The session of a scope handed to an actor while the scope goes on.
import ORM

actor Worker {
    func work(_ session: Session) async throws {
        try await session.flush()
    }
}

func handOver(_ database: Database, _ worker: Worker) async throws {
    try await database.withSession { session in
        try await worker.work(session)
        try await session.commit()
    }
}
