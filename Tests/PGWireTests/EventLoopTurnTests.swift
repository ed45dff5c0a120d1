import PGWire
import Synchronization
import Testing

#if os(Linux)
@Suite("Turns on an event loop", .timeLimit(.minutes(1)))
struct EventLoopTurnTests {
    /// What turns count.
    final class Counter: @unchecked Sendable {
        // Protected by being touched in the loop's turn only, which is what the tests are about.
        var value = 0
    }

    /// Runs `body` in the loop's turn as soon as the loop waits.
    private func turn<Result>(_ loop: EventLoop, _ body: () -> Result) async -> Result {
        while true {
            if let result = loop.withTurn(body) { return result }
            await Task.yield()
        }
    }

    @Test func anotherThreadTakesTheLoopsPlaceWhileItWaits() async {
        let loop = EventLoop()

        let isCurrent = await turn(loop) { loop.isCurrent }

        #expect(isCurrent)
        #expect(!loop.isCurrent)
        loop.stop()
    }

    @Test func nobodyTakesThePlaceOfALoopAtWork() async {
        let loop = EventLoop()
        let hasStarted = Atomic<Bool>(false)
        let mayEnd = Atomic<Bool>(false)
        async let inside = withCheckedContinuation {
            (continuation: CheckedContinuation<Bool?, Never>) in
            loop.execute {
                hasStarted.store(true, ordering: .releasing)
                while !mayEnd.load(ordering: .acquiring) {}
                continuation.resume(returning: loop.withTurn { true })
            }
        }
        while !hasStarted.load(ordering: .acquiring) { await Task.yield() }

        #expect(loop.withTurn { true } == nil)

        mayEnd.store(true, ordering: .releasing)
        // It is the turn of the loop's own thread then.
        #expect(await inside == true)
        loop.stop()
    }

    @Test func nobodyTakesThePlaceOfALoopThatWasStopped() async {
        let loop = EventLoop()
        loop.stop()

        for _ in 0..<1000 {
            #expect(loop.withTurn { true } == nil)
            await Task.yield()
        }
    }

    @Test func whereThePollerCannotBeChangedMeanwhileNobodyDoes() async {
        let loop = EventLoop(poller: .poll)

        for _ in 0..<1000 {
            #expect(loop.withTurn { true } == nil)
            await Task.yield()
        }
        loop.stop()
    }

    @Test func turnsAndTheLoopsOwnWorkExcludeEachOther() async {
        let loop = EventLoop()
        let counter = Counter()

        // A lost update shows an overlap, and the thread sanitizer sees any.
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<2_000 {
                        if loop.withTurn({ counter.value += 1 }) == nil {
                            await withCheckedContinuation { continuation in
                                loop.execute {
                                    counter.value += 1
                                    continuation.resume()
                                }
                            }
                        }
                    }
                }
            }
        }

        #expect(await turn(loop) { counter.value } == 16_000)
        loop.stop()
    }

    @Test func aTimerSetInATurnIsDueInTime() async {
        let loop = EventLoop()

        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            // The loop waits without end, and has to be told.
            while loop.withTurn({
                loop.schedule(at: .now + .milliseconds(1)) { continuation.resume() }
            }) == nil {}
        }
        loop.stop()
    }

    @Test func workQueuedInATurnIsDoneByTheLoop() async {
        let loop = EventLoop()
        let actor = EventLoopTests.Pinned(loop)

        for round in 1...100 {
            await turn(loop) { loop.execute {} }
            let isOnLoop = await actor.add()
            #expect(isOnLoop)
            #expect(await actor.count == round)
        }
        loop.stop()
    }
}
#endif
