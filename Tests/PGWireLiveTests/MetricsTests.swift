#if Metrics
import MetricsTestKit
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Metrics", .liveDatabase, .timeLimit(.minutes(1)))
struct MetricsTests {
    @Test func durationsAreMeasuredByOperationAndOutcome() async throws {
        let metrics = TestMetrics()
        try await withPool({ $0.connection.observers = [StatementMetrics(factory: metrics)] }) {
            try await $0.query("SELECT pg_sleep(0.002)")
            _ = try? await $0.query("SELECT 1 / 0")
        }
        let recorders = metrics.recorders.filter { $0.label == "db.client.operation.duration" }
        #expect(recorders.count == 2)
        let good = try #require(recorders.first { $0.dimensions.count == 5 })
        #expect(good.values.count == 1)
        // In seconds.
        #expect(good.values.allSatisfy { $0 >= 0.002 && $0 < 30 })
        #expect(good.dimensions.contains { $0 == ("db.operation.name", "SELECT") })
        #expect(good.dimensions.contains { $0 == ("db.system.name", "postgresql") })
        let bad = try #require(recorders.first { $0.dimensions.count == 7 })
        #expect(bad.dimensions.contains { $0 == ("db.response.status_code", "22012") })
        #expect(bad.dimensions.contains { $0 == ("error.type", "22012") })
    }

    @Test func aPoolIsMeasuredWhileItIsUsed() async throws {
        let metrics = TestMetrics()
        let pool = try TestDatabase.pool
        let measuring = Task {
            await pool.recordMetrics(named: "main", every: .milliseconds(1), factory: metrics)
        }
        try await pool.withConnection { _ in
            try await eventually("a used connection is seen") {
                metrics.recorders.contains { recorder in
                    recorder.label == "db.client.connection.count"
                        && recorder.dimensions.contains {
                            $0 == ("db.client.connection.state", "used")
                        } && recorder.values.contains(1)
                }
            }
        }
        measuring.cancel()
        await measuring.value
        #expect(
            metrics.recorders.allSatisfy { recorder in
                recorder.dimensions.contains { $0 == ("db.client.connection.pool.name", "main") }
            })
    }
}
#endif
