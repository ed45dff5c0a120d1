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
}
#endif
