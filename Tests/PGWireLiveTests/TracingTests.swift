#if Tracing
import InMemoryTracing
import PGCore
import PGTestKit
import PGWire
import Testing
import Tracing

@Suite("Tracing", .liveDatabase, .timeLimit(.minutes(1)))
struct TracingTests {
    @Test func aStatementIsASpanOfTheTask() async throws {
        let tracer = InMemoryTracer()
        let name = try TestDatabase.current.name
        try await withPool({ $0.connection.observers = [StatementTracing(tracer: tracer)] }) {
            pool in
            try await pool.query("CREATE TABLE users (id int, name text)")
            try await tracer.withSpan("request") { _ in
                try await pool.query("SELECT name FROM users WHERE id = \(4711)::int4")
                _ = try? await pool.query("SELECT 1 / 0 FROM pg_class")
            }
        }
        let spans = tracer.finishedSpans
        let request = try #require(spans.first { $0.operationName == "request" })
        let select = try #require(spans.first { $0.operationName == "SELECT users" })
        #expect(select.parentSpanID == request.spanID)
        #expect(select.kind == .client)
        #expect(select.attributes["db.system.name"]?.toSpanAttribute() == "postgresql")
        #expect(select.attributes["db.namespace"]?.toSpanAttribute() == .string(name))
        #expect(select.attributes["db.operation.name"]?.toSpanAttribute() == "SELECT")
        #expect(select.attributes["db.collection.name"]?.toSpanAttribute() == "users")
        #expect(
            select.attributes["db.query.text"]?.toSpanAttribute()
                == "SELECT name FROM users WHERE id = $1::int4")
        #expect(
            select.endInstant.nanosecondsSinceEpoch > select.startInstant.nanosecondsSinceEpoch)
        let failed = try #require(spans.first { $0.operationName == "SELECT pg_class" })
        #expect(failed.attributes["db.response.status_code"]?.toSpanAttribute() == "22012")
        #expect(failed.status?.code == .error)
        #expect(failed.errors.count == 1)
        // No value is anywhere in it.
        #expect(!spans.contains { "\($0)".contains("4711") })
    }

    /// Batches, streams, scripts and COPY end outside the task that asked for them.
    @Test func whatIsNotOneStatementIsASpanOfTheTaskAsWell() async throws {
        let tracer = InMemoryTracer()
        try await withPool({
            $0.connection.observers = [StatementTracing(tracer: tracer)]
            $0.maximumConnections = 1
        }) { pool in
            try await pool.query("CREATE TABLE numbers (n int)")
            try await tracer.withSpan("request") { _ in
                for unit in [Batch.Unit.oneTransaction, .eachAlone] {
                    var batch = Batch(unit)
                    batch.add("SELECT 1 FROM pg_class LIMIT 1")
                    batch.add("SELECT 1 FROM pg_type LIMIT 1")
                    try await pool.run(batch).check()
                }
                for try await _ in pool.stream("SELECT 1 FROM pg_attribute", chunk: 100) {}
                for try await _ in pool.stream("SELECT 1 FROM pg_proc", chunk: 10) { break }
                _ = try await pool.executeScript("DELETE FROM numbers")
                _ = try await pool.executeMany(
                    "INSERT INTO numbers VALUES ($1)", rows: [[1 as any ParameterEncodable]])
                try await pool.copy(into: "numbers", columns: "n") { try await $0.write(2) }
            }
        }
        let spans = tracer.finishedSpans
        let request = try #require(spans.first { $0.operationName == "request" })
        let children = spans.filter { $0.parentSpanID == request.spanID }.map(\.operationName)
        for name in [
            "SELECT pg_class", "SELECT pg_type", "SELECT pg_attribute", "SELECT pg_proc",
            "DELETE numbers", "INSERT numbers", "COPY",
        ] {
            #expect(children.contains(name), "\(name) of \(spans.map(\.operationName))")
        }
    }
}
#endif
