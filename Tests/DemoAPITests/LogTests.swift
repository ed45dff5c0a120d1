import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import DemoAPI

@Suite("Logging")
struct LogTests {
    @Test("a message is one line of JSON, with numbers as numbers")
    func messages() throws {
        let log = CapturedLog()
        var logger = log.logger
        logger[metadataKey: "hb.request.id"] = "42"
        logger.warning(
            "a \"quoted\"\nmessage",
            metadata: [
                "count": .stringConvertible(3), "ratio": .stringConvertible(0.5),
                "list": ["a", "b"], "nested": ["key": "value"],
            ])
        #expect(log.text.filter(\.isNewline).count == 1)
        let object = try #require(try log.objects.first)
        let expected: NSDictionary = [
            "message": "a \"quoted\"\nmessage", "level": "warning", "request_id": "42",
            "count": 3, "ratio": 0.5, "list": ["a", "b"], "nested": ["key": "value"],
            "time": try #require(object["time"]),
        ]
        #expect(object == expected)
    }

    @Test("messages below the level are left out")
    func levels() {
        let log = CapturedLog()
        log.logger.debug("hidden")
        #expect(log.text.isEmpty)
    }

    @Test("each request is one line")
    func requests() async throws {
        let log = CapturedLog()
        let router = Router(context: DemoContext.self)
        router.add(middleware: RequestLogMiddleware<DemoContext>())
        router.get("hello") { _, _ in "hello" }
        _ = try await Application(router: router, logger: log.logger).test(.router) { client in
            try await client.execute(uri: "/hello?secret=1", method: .get)
        }
        let lines = try log.objects.filter { $0["message"] as? String == "request" }
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line["method"] as? String == "GET")
        #expect(line["path"] as? String == "/hello")
        #expect(line["status"] as? Int == 200)
        #expect(line["bytes"] as? Int == 5)
        #expect(line["duration_ms"] is Double)
        #expect((line["request_id"] as? String)?.isEmpty == false)
        #expect(!log.text.contains("secret"))
    }
}
