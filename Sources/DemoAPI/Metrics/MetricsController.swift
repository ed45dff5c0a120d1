import Hummingbird
import PGWire

/// `/metrics`: what is measured, for Prometheus and those who read its format.
struct MetricsController: Sendable {
    let registry: MetricsRegistry
    let pool: ConnectionPool
    let gate: RequestGate

    private static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private static let metrics = Operation(
        method: .get, path: "/metrics", id: "metrics", summary: "What is measured",
        detail: "In the text format of Prometheus.", tag: "service",
        responses: [.text("text/plain", "The series.")])

    func addRoutes(to api: API) {
        api.add(Self.metrics) { _, _ in
            await update()
            return Response(
                status: .ok, headers: [.contentType: Self.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.text)))
        }
    }

    /// Sets what is known only when asked.
    private func update() async {
        let load = gate.load
        set("http_requests_running", load.running)
        set("http_requests_waiting", load.waiting)
        let state = await pool.statistics
        set("db_pool_connections", state.connections)
        set("db_pool_connections_idle", state.idle)
        set("db_pool_waiting", state.waiters)
    }

    private func set(_ name: String, _ value: Int) {
        registry.series(name, []) { GaugeSeries() }.set(Int64(value))
    }
}
