@testable import PGWire
import Testing

@Suite("Pool and time")
struct PoolTimeTests {
    typealias Machine = PoolStateMachine<String>

    /// A machine with these connections open and idle since the beginning, the first one deepest.
    private func machine(
        _ names: [String], _ change: (inout PoolConfiguration) -> Void
    ) -> Machine {
        var pool = Machine {
            $0.lifetime = nil
            $0.idleTimeout = nil
            $0.checkAfter = nil
            change(&$0)
        }
        for id in 1...UInt64(names.count) { _ = pool.request(id, .lease) }
        for name in names { _ = pool.connected(name) }
        for name in names { _ = pool.releaseLease(name) }
        _ = pool.timePassed(at: 0)
        return pool
    }

    @Test func aConnectionUnusedForLongCloses() {
        var pool = machine(["a"]) { $0.idleTimeout = .seconds(60) }
        #expect(pool.timePassed(at: 59) == [])
        #expect(pool.timePassed(at: 60) == [.close("a", .idle)])
        #expect(pool.wakeUp(at: 60) == nil)
    }

    @Test func useBeginsTheRestAnew() {
        var pool = machine(["a"]) { $0.idleTimeout = .seconds(60) }
        #expect(pool.timePassed(at: 50) == [])
        #expect(pool.tryAcquireSlot() == "a")
        #expect(pool.releaseSlot("a") == [])
        #expect(pool.timePassed(at: 60) == [])
        #expect(pool.timePassed(at: 119) == [])
        #expect(pool.timePassed(at: 120) == [.close("a", .idle)])
    }

    @Test func theNumberToBeKeptIsKept() {
        var pool = machine(["oldest", "b", "c"]) {
            $0.idleTimeout = .seconds(60)
            $0.minimumConnections = 2
        }
        #expect(pool.timePassed(at: 60) == [.close("oldest", .idle)])
        #expect(pool.timePassed(at: 1000) == [])
        #expect(pool.connectionCount == 2)
    }

    @Test func aConnectionThatIsLostIsReplacedWhenTheNumberToBeKeptIsMissed() {
        var pool = machine(["a", "b"]) { $0.minimumConnections = 2 }
        #expect(pool.connectionClosed("a") == [.connect(pool.ticket)])
        #expect(pool.connected("c") == [])
        #expect(pool.idleCount == 2)
    }

    @Test func warmingUpOpensTheNumberToBeKept() {
        var pool = Machine {
            $0.minimumConnections = 3
            $0.maximumConnections = 5
        }
        #expect(pool.warmUp() == Array(repeating: .connect(pool.ticket), count: 3))
        #expect(pool.request(1, .lease) == [])
        #expect(pool.connected("a") == [.grant(1, "a")])
        #expect(pool.connected("b") == [])
    }

    @Test func theNumberToBeKeptIsAtMostTheMaximum() {
        var pool = Machine {
            $0.minimumConnections = 30
            $0.maximumConnections = 2
        }
        #expect(pool.warmUp().count == 2)
    }

    @Test func anOldConnectionIsReplacedWhenItIsFree() {
        var pool = machine(["idle", "busy"]) { $0.lifetime = .seconds(100) }
        #expect(pool.tryAcquireLease() == "busy")
        #expect(pool.timePassed(at: 99) == [])
        #expect(pool.timePassed(at: 100) == [.close("idle", .lifetime)])
        #expect(pool.releaseLease("busy") == [.close("busy", .lifetime)])
    }

    @Test func anOldConnectionThatIsSharedTakesNoMoreStatements() {
        var pool = machine(["a"]) {
            $0.lifetime = .seconds(100)
            $0.maximumConnections = 1
        }
        #expect(pool.tryAcquireSlot() == "a")
        #expect(pool.timePassed(at: 100) == [])
        #expect(pool.tryAcquireSlot() == nil)
        #expect(pool.request(9, .slot, at: 100) == [])
        #expect(pool.releaseSlot("a") == [.close("a", .lifetime), .connect(pool.ticket)])
        #expect(pool.connected("b", at: 100) == [.grant(9, "b")])
    }

    @Test(arguments: [(0.0, 100.0), (0.5, 90.0), (1.0, 80.0)])
    func lifetimesDiffer(random: Double, seconds: Double) {
        var configuration = PoolConfiguration()
        configuration.lifetime = .seconds(100)
        configuration.lifetimeJitter = 0.2
        #expect(PoolLimits(configuration).lifetime(random: random) == .seconds(seconds))
    }

    @Test(arguments: [(1, 4), (4, 1), (7, 3), (10, 4), (3, 8)])
    func eventLoopsShareOutTheConnections(total: Int, loops: Int) {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = total
        configuration.minimumConnections = total
        configuration.maximumWaiters = 0
        let parts = (0..<loops).map { PoolLimits(configuration, part: $0, of: loops) }
        #expect(parts.reduce(0) { $0 + $1.maximumConnections } == max(total, loops))
        #expect(parts.reduce(0) { $0 + $1.minimumConnections } == total)
        #expect(parts.allSatisfy { $0.minimumConnections <= $0.maximumConnections })
        let sizes = parts.map(\.maximumConnections)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        // One has to be let in, to be told how long to wait.
        #expect(parts.allSatisfy { $0.maximumWaiters == 1 })
    }

    // MARK: Checks

    @Test func aConnectionUnusedForLongIsCheckedBeforeItIsLent() {
        var pool = machine(["a"]) { $0.checkAfter = .seconds(10) }
        #expect(pool.timePassed(at: 10) == [])
        #expect(pool.tryAcquireSlot() == nil)
        #expect(pool.request(5, .slot, at: 10) == [.check("a")])
        #expect(pool.checkPassed("a") == [.grant(5, "a")])
    }

    @Test func aConnectionThatFailsItsCheckIsReplacedAndTheOthersAreSuspects() {
        var pool = machine(["a", "b", "c"]) {
            $0.checkAfter = .seconds(10)
            $0.maximumConnections = 3
        }
        _ = pool.timePassed(at: 10)
        #expect(pool.request(5, .lease, at: 10) == [.check("c")])
        #expect(
            pool.checkFailed("c") == [.close("c", .failedCheck), .check("a"), .check("b")])
        #expect(pool.checkPassed("a") == [.grant(5, "a")])
        #expect(pool.checkFailed("b") == [.close("b", .failedCheck)])
        #expect(pool.connectionCount == 1)
    }

    @Test func aFreshConnectionIsLentWithoutACheck() {
        var pool = machine(["rested", "fresh"]) { $0.checkAfter = .seconds(10) }
        #expect(pool.tryAcquireLease() == "fresh")
        _ = pool.timePassed(at: 10)
        #expect(pool.releaseLease("fresh") == [])
        #expect(pool.tryAcquireSlot() == "fresh")
    }

    @Test func aConnectionThatDiesDuringItsCheckIsForgotten() {
        var pool = machine(["a"]) { $0.checkAfter = .seconds(10) }
        _ = pool.timePassed(at: 10)
        _ = pool.request(5, .slot, at: 10)
        #expect(pool.connectionClosed("a") == [.connect(pool.ticket)])
        #expect(pool.checkFailed("a") == [])
        #expect(pool.checking == 0)
    }

    @Test func noMoreIsCheckedThanIsWanted() {
        var pool = machine(["a", "b", "c"]) { $0.checkAfter = .seconds(10) }
        _ = pool.timePassed(at: 10)
        #expect(pool.request(5, .slot, at: 10) == [.check("c")])
        #expect(pool.cancel(5).actions == [])
        #expect(pool.checkPassed("c") == [])
        #expect(pool.tryAcquireLease() == "c")
    }

    // MARK: When the machine has to know the time

    @Test func aPoolThatIsNotUsedSleeps() {
        var pool = machine(["a"]) {
            $0.checkAfter = .seconds(10)
            $0.idleTimeout = .seconds(600)
        }
        #expect(pool.wakeUp(at: 0) == 1)
        _ = pool.timePassed(at: 10)
        #expect(pool.wakeUp(at: 10) == 600)
        #expect(Machine({ _ in }).wakeUp(at: 0) == nil)
    }
}
