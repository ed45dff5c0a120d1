import PGTestKit
import PGWire

/// The major version of the test's server.
func serverVersion() async throws -> Int {
    try await TestDatabase.pool.queryValue(
        "SELECT current_setting('server_version_num')::int / 10000", as: Int.self)
}
