import Hummingbird
import Logging
import PGCore
import PGWire

/// `/health` says that the process answers, `/ready` that the database does too.
struct HealthController: Sendable {
    let pool: ConnectionPool

    private struct State: ResponseEncodable {
        let status: String
    }

    func addRoutes(to router: Router<some RequestContext>) {
        router.get("health") { _, _ in State(status: "ok") }
        router.get("ready") { _, context in
            do {
                try await withDeadline(.seconds(1)) { _ = try await pool.query("SELECT 1") }
            } catch {
                context.logger.error("not ready", metadata: ["error": "\(error)"])
                throw APIError.unavailable
            }
            return State(status: "ready")
        }
    }
}
