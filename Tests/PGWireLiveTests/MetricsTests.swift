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

    @Test func decodingIsMeasuredWhenSomebodyAsks() async throws {
        let metrics = TestMetrics()
        for asks in [false, true] {
            let observer = StatementMetrics(measuresDecoding: asks, factory: metrics)
            try await withPool({ $0.connection.observers = [observer] }) { pool in
                let rows = try await pool.query(
                    "SELECT n, '{1,2}'::int[] FROM generate_series(1, 50) n")
                #expect(try rows.decode(Int.self, [Int].self).count == 50)
                try await pool.query("SELECT 1")
            }
            let recorders = metrics.recorders.filter { $0.label == "strata.client.decode.duration" }
            // Rows that nobody decoded are not measured.
            #expect(recorders.flatMap(\.values).count == (asks ? 1 : 0))
            #expect(recorders.flatMap(\.values).allSatisfy { $0 > 0 && $0 < 30 })
        }
    }

    @Test func waitsAndUsesOfAPoolAreMeasured() async throws {
        let metrics = TestMetrics()
        try await withPool({
            $0.maximumConnections = 1
            $0.pipelineDepth = 0
            // Long enough for a busy machine to connect.
            $0.acquireTimeout = .seconds(2)
            $0.observers = [PoolMetrics(poolName: "main", factory: metrics)]
        }) { pool in
            try await pool.query("SELECT 1")
            try await pool.withConnection { _ in
                await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
                await #expect(throws: PGError.self) { try await pool.withConnection { _ in } }
            }
            try await pool.query("SELECT pg_sleep(0.002)")
            await #expect(throws: PGError.self) { try await pool.query("SELECT 1 / 0") }
        }
        func values(_ name: String) -> [Double] {
            metrics.recorders.filter { $0.label == "db.client.connection.\(name)" }
                .flatMap(\.values)
        }
        // Three statements and a lease; one connection for all of them.
        #expect(values("wait_time").count == 4)
        #expect(values("use_time").count == 4)
        #expect(values("use_time").contains { $0 >= 0.1 && $0 < 30 })
        #expect(values("create_time").count == 1)
        let timeouts = metrics.counters.filter { $0.label == "db.client.connection.timeouts" }
        #expect(timeouts.flatMap(\.values).reduce(0, +) == 2)
        #expect(
            (metrics.recorders.map(\.dimensions) + metrics.counters.map(\.dimensions)).allSatisfy {
                $0.contains { $0 == ("db.client.connection.pool.name", "main") }
            })
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
