import Hummingbird
import HummingbirdTesting
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Where handlers run", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct ExecutorTests {
    /// Whether the server is set to run handlers on the pool's loops, what a request asks for, and
    /// whether it then runs there.
    struct Choice: Sendable, CustomTestStringConvertible {
        let isOn: Bool
        let header: String?
        let isOnLoop: Bool

        var testDescription: String { "\(isOn ? "on" : "off"), \(header ?? "nothing asked for")" }
    }

    static let choices = [
        Choice(isOn: true, header: nil, isOnLoop: true),
        Choice(isOn: true, header: "global", isOnLoop: false),
        Choice(isOn: true, header: "pool", isOnLoop: true),
        Choice(isOn: true, header: "other", isOnLoop: true),
        Choice(isOn: false, header: nil, isOnLoop: false),
        Choice(isOn: false, header: "global", isOnLoop: false),
        Choice(isOn: false, header: "pool", isOnLoop: true),
    ]

    @Test("they run on the pool's event loops or not, as is said", arguments: choices)
    func executors(_ choice: Choice) async throws {
        let pool = try TestDatabase.pool
        let router = Router(context: DemoContext.self)
        router.add(middleware: ExecutorMiddleware<DemoContext>(pool: pool))
        router.get("thread") { _, _ in
            let before = EventLoop.shared.contains(where: \.isCurrent)
            try await pool.query("SELECT 1")
            return "\(before) \(EventLoop.shared.contains(where: \.isCurrent))"
        }
        let application = Application(
            router: router, server: .onEventLoops(choice.isOn ? pool : nil),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in
            // The connection is kept: what one request asks for is not for the next.
            for header in [nil, choice.header] {
                var headers: HTTPFields = [:]
                headers[.executor] = header
                let answer = try await client.execute(
                    uri: "/thread", method: .get, headers: headers)
                let isOnLoop = header == nil ? choice.isOn : choice.isOnLoop
                #expect(String(buffer: answer.body) == "\(isOnLoop) \(isOnLoop)")
            }
        }
    }
}
