import PGCore
import PGWire
import Testing

/// Runs `body` while the server certainly runs a statement of the connection's, which takes a minute.
func whileItSleeps(
    _ connection: Connection, seenFrom url: String,
    _ body: (Task<Void, any Error>) async throws -> Void
) async throws {
    let observer = try await Connection.connect(.url(url))
    let task = Task { _ = try await connection.query("SELECT pg_sleep(60)") }
    let process = Int(connection.backendProcessID)
    do {
        try await eventually("it sleeps") {
            let rows = try await observer.query(
                """
                SELECT 1 FROM pg_stat_activity
                WHERE pid = \(process)::int4 AND wait_event = 'PgSleep'
                """)
            return !rows.isEmpty
        }
        try await body(task)
    } catch {
        task.cancel()
        await observer.close()
        throw error
    }
    await observer.close()
}
