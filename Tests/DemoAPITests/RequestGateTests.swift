import Hummingbird
import Testing

@testable import DemoAPI

@Suite("The gate for requests", .timeLimit(.minutes(1)))
struct RequestGateTests {
    private func limits(_ concurrency: Int, queue: Int, wait: Duration) -> RequestLimits {
        var limits = RequestLimits()
        (limits.concurrency, limits.queue, limits.queueTime) = (concurrency, queue, wait)
        return limits
    }

    @Test("so many are inside, so many wait, and the rest is turned away at once")
    func bounds() async throws {
        let gate = RequestGate(limits(2, queue: 1, wait: .seconds(30)))
        var passes = [try await gate.enter(), try await gate.enter()]
        let waiting = Task { try await gate.enter() }
        while gate.load.waiting == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        await #expect(throws: APIError.busy) { try await gate.enter() }
        #expect(gate.load == (2, 1))
        passes.removeLast()
        let third = try await waiting.value
        #expect(gate.load == (2, 0))
        passes.removeAll()
        withExtendedLifetime(third) { #expect(gate.load == (1, 0)) }
    }

    @Test("who waits too long is told so, and leaves the queue")
    func time() async throws {
        let gate = RequestGate(limits(1, queue: 5, wait: .milliseconds(10)))
        let pass = try await gate.enter()
        await #expect(throws: APIError.busy) { try await gate.enter() }
        #expect(gate.load == (1, 0))
        withExtendedLifetime(pass) {}
    }

    @Test("who stops waiting leaves the queue")
    func cancellation() async throws {
        let gate = RequestGate(limits(1, queue: 1, wait: .seconds(30)))
        let pass = try await gate.enter()
        let waiting = Task { try await gate.enter() }
        while gate.load.waiting == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        waiting.cancel()
        _ = await waiting.result
        #expect(gate.load == (1, 0))
        withExtendedLifetime(pass) {}
    }

    @Test("after many have come and gone, all places are free")
    func many() async throws {
        let gate = RequestGate(limits(3, queue: 10, wait: .milliseconds(2)))
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let pass = try? await gate.enter()
                    if number % 3 == 0 { await Task.yield() }
                    withExtendedLifetime(pass) {}
                }
            }
        }
        #expect(gate.load == (0, 0))
    }
}
