import PGWire
import Testing

/// Waits until a condition holds, by asking again and again; fails the test when it does not in time.
func eventually(
    _ what: String, within limit: Duration = .seconds(10),
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        await Task.yield()
    }
    Issue.record("never happened: \(what)", sourceLocation: sourceLocation)
}

extension ConnectionPool {
    /// The sessions of the test's database that run a statement of the API.
    func busySessions() async throws -> [Int] {
        try await query(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
            """
        ).decode(Int.self)
    }
}
