import Foundation
import InMemoryTracing
import Testing
import Tracing

@testable import DemoAPI

@Suite("Spans in the log")
struct SpanLogTests {
    private let log = CapturedLog()
    private var tracer: SpanLog { SpanLog(logger: log.logger) }

    private struct Headers: Extractor, Injector {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
            carrier[key] = value
        }
    }

    private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test("a span inside of another is its child, and is written first")
    func nesting() throws {
        tracer.withSpan("outer", ofKind: .server) { outer in
            outer.attributes["count"] = 3
            outer.attributes["word"] = "x"
            tracer.withSpan("inner") { _ in }
        }
        let lines = try log.objects
        #expect(lines.map { $0["span"] as? String } == ["inner", "outer"])
        let (inner, outer) = (lines[0], lines[1])
        #expect((outer["trace_id"] as? String)?.count == 32)
        #expect((outer["span_id"] as? String)?.count == 16)
        #expect(outer["parent_span_id"] == nil)
        #expect(outer["kind"] as? String == "server")
        #expect(outer["count"] as? Int == 3)
        #expect(outer["word"] as? String == "x")
        #expect((outer["duration_ms"] as? Double).map { $0 >= 0 } == true)
        #expect(inner["trace_id"] as? String == outer["trace_id"] as? String)
        #expect(inner["parent_span_id"] as? String == outer["span_id"] as? String)
    }

    @Test("a span goes on with the trace of another program, and hands it on")
    func propagation() throws {
        var context = ServiceContext.topLevel
        tracer.extract(["traceparent": Self.parent], into: &context, using: Headers())
        let span = tracer.startSpan("a", context: context)
        var headers: [String: String] = [:]
        tracer.inject(span.context, into: &headers, using: Headers())
        span.end()

        let line = try #require(try log.objects.first)
        #expect(line["trace_id"] as? String == "0af7651916cd43dd8448eb211c80319c")
        #expect(line["parent_span_id"] as? String == "b7ad6b7169203331")
        let id = try #require(line["span_id"] as? String)
        #expect(headers == ["traceparent": "00-0af7651916cd43dd8448eb211c80319c-\(id)-01"])
    }

    @Test(
        "without a trace, or with a wrong one, a new one begins", arguments: [nil, "00-12-34-01"])
    func roots(_ header: String?) throws {
        var context = ServiceContext.topLevel
        tracer.extract(header.map { ["traceparent": $0] } ?? [:], into: &context, using: Headers())
        tracer.startSpan("a", context: context).end()
        let line = try #require(try log.objects.first)
        #expect(line["parent_span_id"] == nil)
        #expect((line["trace_id"] as? String)?.count == 32)
    }

    @Test("a span that ends with an error is an error's line")
    func errors() throws {
        struct Lost: Error {}
        #expect(throws: Lost.self) { try tracer.withSpan("a") { _ in throw Lost() } }
        let line = try #require(try log.objects.first)
        #expect(line["level"] as? String == "error")
        #expect(line["error"] as? String == "Lost()")
    }
}
