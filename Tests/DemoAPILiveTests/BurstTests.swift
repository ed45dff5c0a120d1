import Foundation
import Hummingbird
import PGTestKit
import Testing

@testable import DemoAPI

@Suite("Bursts", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct BurstTests {
    private struct Sample: Decodable {
        let variant: String
        let slice: Int
        let perSecond: Double
        let count: Int
        let failures: Int
        let p50: Double
        let p90: Double
        let p99: Double
        let longest: Double
    }

    private func wish(
        _ operation: String = "list", concurrency: Int = 4, seconds: Int = 1
    ) -> String {
        """
        {"operation": "\(operation)", "concurrency": \(concurrency), "seconds": \(seconds),
         "input": {"limit": "5"}}
        """
    }

    private func samples(_ text: String) throws -> [Sample] {
        try text.split(separator: "\n\n").map { event in
            try JSONDecoder().decode(Sample.self, from: Data(event.dropFirst("data: ".count).utf8))
        }
    }

    @Test("a burst tells of each tier in turn, slice by slice, and then ends")
    func slices() async throws {
        try await Client.run { client in
            _ = try await client.create(.raw, "a@x.org")
            let answer = try await client.send(.post, "/explore/bursts", wish())
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/event-stream")
            let samples = try samples(answer.text)
            #expect(samples.map(\.variant) == (0..<4).flatMap { _ in ["raw", "query", "orm"] })
            #expect(samples.map(\.slice) == (0..<4).flatMap { [$0, $0, $0] })
            for sample in samples {
                #expect(sample.count > 0)
                #expect(sample.perSecond > 0)
                #expect(sample.failures == 0)
                #expect(sample.p50 <= sample.p90)
                #expect(sample.p90 <= sample.p99)
                #expect(sample.p99 <= sample.longest)
            }
        }
    }

    @Test("one burst runs at a time, and the next may begin when it has ended")
    func oneAtATime() async throws {
        try await Client.run { client in
            let wish = wish()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        try await client.send(.post, "/explore/bursts", wish).status.code
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 1, 429: 2])
            #expect(try await client.send(.post, "/explore/bursts", wish).status == .ok)
        }
    }

    @Test("what is out of bounds or writes is refused")
    func bounds() async throws {
        try await Client.run { client in
            for (wish, field) in [
                (wish(concurrency: 33), "concurrency"), (wish(concurrency: 0), "concurrency"),
                (wish(seconds: 6), "seconds"), (wish(seconds: 0), "seconds"),
                (wish("create"), "operation"), (wish("nothing"), "operation"),
            ] {
                let answer = try await client.send(.post, "/explore/bursts", wish)
                #expect(answer.status == .unprocessableContent, "\(wish)")
                #expect(try answer.error.errors.map(\.field) == [field])
            }
        }
    }

    @Test("a burst whose reader goes away gives its place back")
    func abandoned() {
        let gate = BurstGate()
        var ticket = gate.enter()
        #expect(ticket != nil)
        #expect(gate.enter() == nil)
        ticket = nil
        #expect(gate.enter() != nil)
    }
}
