import PGWire
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Event loop", .timeLimit(.minutes(1)))
struct EventLoopTests {
    actor Pinned {
        nonisolated let loop: EventLoop
        private(set) var count = 0

        init(_ loop: EventLoop) { self.loop = loop }

        nonisolated var unownedExecutor: UnownedSerialExecutor {
            unsafe loop.asUnownedSerialExecutor()
        }

        func add() -> Bool {
            count += 1
            return loop.isCurrent
        }
    }

    @Test(arguments: PollerKind.allCases)
    func anActorPinnedToItRunsOnItsThread(poller: PollerKind) async {
        let loop = EventLoop(poller: poller)
        let actor = Pinned(loop)

        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { await actor.add() } }
            for await onLoop in group { #expect(onLoop) }
        }

        #expect(await actor.count == 1000)
        #expect(!loop.isCurrent)
        loop.stop()
    }

    @Test(arguments: PollerKind.allCases)
    func aTaskThatPrefersItStaysOnIt(poller: PollerKind) async {
        let loop = EventLoop(poller: poller)
        let actor = Pinned(loop)

        let onLoop = await withTaskExecutorPreference(loop.tasks) { @concurrent in
            let before = loop.isCurrent
            let inside = await actor.add()
            return before && inside && loop.isCurrent
        }

        #expect(onLoop)
        loop.stop()
    }

    @Test(arguments: PollerKind.allCases)
    func timersFireInOrderAndCancelledOnesDoNot(poller: PollerKind) async {
        let loop = EventLoop(poller: poller)

        let fired = await withCheckedContinuation {
            (continuation: CheckedContinuation<[Int], Never>) in
            loop.execute {
                let order = Order()
                let now = ContinuousClock.now
                _ = loop.schedule(at: now + .milliseconds(30)) {
                    order.values.append(3)
                    continuation.resume(returning: order.values)
                }
                _ = loop.schedule(at: now + .milliseconds(10)) { order.values.append(1) }
                let cancelled = loop.schedule(at: now + .milliseconds(15)) {
                    order.values.append(9)
                }
                _ = loop.schedule(at: now + .milliseconds(20)) { order.values.append(2) }
                loop.cancelTimer(cancelled)
            }
        }

        #expect(fired == [1, 2, 3])
        loop.stop()
    }

    /// Touched on the loop only.
    final class Order {
        var values: [Int] = []
    }

    @Test(arguments: PollerKind.allCases)
    func readinessIsLevelTriggeredAndCanBePaused(poller kind: PollerKind) throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        let poller = kind.makePoller()
        poller.watch(ends[0], for: .read)
        #expect(poller.events(within: 0).isEmpty)

        var byte: UInt8 = 1
        #expect(unsafe write(ends[1], &byte, 1) == 1)

        let readable = PollEvent(descriptor: ends[0], ready: .read)
        #expect(poller.events(within: 1000) == [readable])
        // Still unread, so announced again.
        #expect(poller.events(within: 1000) == [readable])
        poller.watch(ends[0], for: [])
        #expect(poller.events(within: 0).isEmpty)
        poller.watch(ends[0], for: .read)
        #expect(poller.events(within: 1000) == [readable])
        close(ends[1])
        #expect(unsafe read(ends[0], &byte, 1) == 1)
        // The other end is gone: reported as readable, so that reading tells.
        #expect(poller.events(within: 1000) == [readable])
        poller.forget(ends[0])
        #expect(poller.events(within: 0).isEmpty)
        close(ends[0])
    }

    @Test(arguments: PollerKind.allCases)
    func writabilityIsReported(poller kind: PollerKind) throws {
        var ends: [Int32] = [0, 0]
        try #require(unsafe pipe(&ends) == 0)
        let poller = kind.makePoller()
        poller.watch(ends[1], for: .write)
        #expect(poller.events(within: 1000) == [PollEvent(descriptor: ends[1], ready: .write)])
        poller.forget(ends[1])
        close(ends[0])
        close(ends[1])
    }
}

extension Poller {
    /// Waits and returns what is ready.
    fileprivate func events(within milliseconds: Int32) -> [PollEvent] {
        (0..<wait(milliseconds: milliseconds)).map { event(at: $0) }
    }
}
