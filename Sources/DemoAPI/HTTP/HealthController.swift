import Hummingbird
import Logging
import PGCore
import PGWire

/// `/health` says that the process answers, `/ready` that the database does too.
struct HealthController: Sendable {
    let pool: ConnectionPool
    let draining: Draining

    private struct State: ResponseEncodable, Described {
        let status: String
        static let schema = JSONSchema.object(
            "State", JSONSchema.Property(name: "status", schema: .string))
    }

    private static let health = Operation(
        method: .get, path: "/health", id: "health", summary: "Whether the process answers",
        tag: "service", responses: [.json(State.self, "It does.")])

    private static let ready = Operation(
        method: .get, path: "/ready", id: "ready", summary: "Whether requests can be answered",
        tag: "service", responses: [.json(State.self, "They can.")])

    func addRoutes(to api: API) {
        api.add(Self.health) { _, _ in State(status: "ok") }
        api.add(Self.ready) { _, context in
            guard !draining.isOn else { throw APIError.draining }
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
