@testable import PGWire
import Testing

@Suite("Reconnecting")
struct ReconnectionTests {
    typealias Machine = PoolStateMachine<String>

    /// Pauses of 0.5, 1, 2, then 4 seconds: the shortest that chance allows.
    private func machine(_ maximum: Int = 4, minimum: Int = 0, failures: Int = 3) -> Machine {
        Machine {
            $0.maximumConnections = maximum
            $0.minimumConnections = minimum
            $0.reconnect.initialPause = .seconds(1)
            $0.reconnect.maximumPause = .seconds(8)
            $0.reconnect.failuresBeforeOpening = failures
        }
    }

    @Test func aCallerWaitsThroughAFewFailures() {
        var pool = machine()
        #expect(pool.request(1, .slot) == [.connect(pool.ticket)])
        #expect(pool.connectFailed(at: 0) == [])
        #expect(pool.wakeUp(at: 0) == 0.5)
        #expect(pool.timePassed(at: 0.4) == [])
        #expect(pool.timePassed(at: 0.5) == [.connect(pool.ticket)])
        #expect(pool.connected("a") == [.grant(1, "a")])
    }

    @Test func pausesGrowToTheirLimit() {
        var pool = machine(failures: 100)
        _ = pool.request(1, .slot)
        var now = 0.0
        var pauses: [Double] = []
        for _ in 0..<7 {
            _ = pool.connectFailed(at: now)
            let next = pool.wakeUp(at: now) ?? .nan
            pauses.append(next - now)
            now = next
            #expect(pool.timePassed(at: now) == [.connect(pool.ticket)])
        }
        #expect(pauses == [0.5, 1, 2, 4, 4, 4, 4])
    }

    @Test func pausesAreRandomInTheirSecondHalf() {
        let policy = ReconnectPolicy()
        #expect(policy.pause(after: 1, random: 0) == .milliseconds(50))
        #expect(policy.pause(after: 1, random: 1) == .milliseconds(100))
        #expect(policy.pause(after: 1000, random: 1) == .seconds(5))
    }

    @Test func enoughFailuresOpenTheCircuit() {
        var pool = machine()
        _ = pool.request(1, .slot)
        _ = pool.request(2, .lease)
        _ = pool.connectFailed(at: 0)
        _ = pool.connectFailed(at: 0)
        #expect(pool.reconnection.failures == 2)
        _ = pool.timePassed(at: 10)
        #expect(
            pool.connectFailed(at: 10) == [.fail(1, .connectFailed), .fail(2, .connectFailed)])
        #expect(pool.request(3, .slot, at: 10) == [.fail(3, .connectFailed)])
        #expect(pool.reconnection.circuit == .open)
    }

    @Test func attemptsMadeTogetherFailAsOne() {
        var pool = machine(4)
        for id in 1...4 as ClosedRange<UInt64> { _ = pool.request(id, .lease) }
        let ticket = pool.ticket
        for _ in 0..<4 { #expect(pool.connectFailed(ticket, at: 0) == []) }
        #expect(pool.reconnection.failures == 1)
        // One probe, although four wait.
        #expect(pool.timePassed(at: 0.5) == [.connect(pool.ticket)])
        #expect(pool.connected("a").count == 4)
    }

    @Test func aWrongPasswordOpensTheCircuitAtOnce() {
        var pool = machine()
        _ = pool.request(1, .slot)
        #expect(pool.connectFailed(isHopeless: true) == [.fail(1, .connectFailed)])
    }

    @Test func afterThePauseOneCallerProbes() {
        var pool = machine(failures: 1)
        _ = pool.request(1, .slot)
        _ = pool.connectFailed(at: 0)
        #expect(pool.request(2, .slot, at: 0.4) == [.fail(2, .connectFailed)])
        #expect(pool.request(3, .slot, at: 0.5) == [.connect(pool.ticket)])
        #expect(pool.reconnection.circuit == .halfOpen)
        #expect(pool.request(4, .slot, at: 0.5) == [])
        // It fails: everybody is told, and the next pause is longer.
        #expect(
            pool.connectFailed(at: 0.6) == [.fail(3, .connectFailed), .fail(4, .connectFailed)])
        #expect(pool.request(5, .slot, at: 1.5) == [.fail(5, .connectFailed)])
        #expect(pool.request(6, .slot, at: 1.6) == [.connect(pool.ticket)])
        #expect(pool.connected("a") == [.grant(6, "a")])
        #expect(pool.reconnection.circuit == .closed)
    }

    @Test func theNumberToBeKeptIsProbedForWithoutCallers() {
        var pool = machine(minimum: 2, failures: 1)
        _ = pool.warmUp()
        let ticket = pool.ticket
        _ = pool.connectFailed(ticket, at: 0)
        _ = pool.connectFailed(ticket, at: 0)
        #expect(pool.wakeUp(at: 0) == 0.5)
        #expect(pool.timePassed(at: 0.5) == [.connect(pool.ticket)])
        #expect(pool.connected("a") == [.connect(pool.ticket)])
    }

    @Test func whileSomeConnectionServesNobodyIsRefused() {
        var pool = machine(4, failures: 1)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        _ = pool.request(2, .lease)
        #expect(pool.connectFailed(at: 0) == [])
        #expect(pool.request(3, .lease, at: 0) == [])
        #expect(pool.releaseLease("a") == [.grant(2, "a")])
        #expect(pool.releaseLease("a") == [.grant(3, "a")])
    }

    @Test func aRefreshForgetsEarlierFailures() {
        var pool = machine(failures: 1)
        _ = pool.request(1, .slot)
        _ = pool.connectFailed(at: 0)
        _ = pool.refresh()
        #expect(pool.request(2, .slot, at: 0) == [.connect(pool.ticket)])
    }
}
