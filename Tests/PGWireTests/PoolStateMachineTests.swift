@testable import PGWire
import Testing

@Suite("Pool state machine")
struct PoolStateMachineTests {
    typealias Machine = PoolStateMachine<String>

    /// What the first attempts to connect bring back.
    private let first = Machine.Ticket(generation: 0, round: 0)

    private func machine(
        _ maximum: Int, depth: Int = 4, waiters: Int = 100, shared: Int? = nil
    ) -> Machine {
        Machine {
            $0.maximumConnections = maximum
            $0.pipelineDepth = depth
            $0.sharedConnections = shared
            $0.maximumWaiters = waiters
            $0.reconnect.failuresBeforeOpening = 1
        }
    }

    @Test func theFirstCallerOpensAConnection() {
        var pool = machine(2)
        #expect(pool.tryAcquireSlot() == nil)
        #expect(pool.request(1, .slot) == [.connect(first)])
        #expect(pool.connected("a") == [.grant(1, "a")])
        #expect(pool.releaseSlot("a") == [])
        #expect(pool.tryAcquireSlot() == "a")
    }

    @Test func connectionsAreOpenedBeforeAnyIsShared() {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .slot) == [.connect(first)])
        #expect(pool.connected("b") == [.grant(2, "b")])
        #expect(pool.request(3, .slot).count == 1)
        #expect(pool.request(4, .slot).count == 1)
        #expect(pool.waiterCount == 0)
    }

    @Test func aConnectionThatBecomesFreeServesBeforeTheNewOneIsThere() {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .slot) == [.connect(first)])
        #expect(pool.releaseSlot("a") == [.grant(2, "a")])
        #expect(pool.connected("b") == [])
        #expect(pool.idleCount == 1)
    }

    @Test func statementsShareWhenNoMoreConnectionsAreToBeHad() {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .slot) == [.connect(first)])
        #expect(pool.connectFailed() == [.grant(2, "a")])
    }

    @Test func nobodyIsPutBehindALongStatementWhileOthersMoveOn() {
        var pool = machine(2, depth: 100)
        _ = pool.request(1, .slot)
        _ = pool.connected("long")
        _ = pool.request(2, .slot)
        _ = pool.connected("busy")
        // The long statement never ends; the other connection ends many, and has more to do.
        for id in 3..<20 as Range<UInt64> {
            let actions = pool.request(id, .slot)
            if case .grant(_, let connection)? = actions.first, connection == "busy" {
                _ = pool.releaseSlot("busy")
            }
        }
        #expect(pool.request(100, .slot) == [.grant(100, "busy")])
        #expect(pool.request(101, .slot) == [.grant(101, "busy")])
    }

    @Test func gatheredStatementsShareBeforeFurtherConnectionsAreUsed() {
        var pool = machine(4, depth: 2, shared: 2)
        #expect(pool.request(1, .slot) == [.connect(first)])
        #expect(pool.connected("a") == [.grant(1, "a")])
        #expect(pool.request(2, .slot) == [.connect(first)])
        #expect(pool.connected("b") == [.grant(2, "b")])
        #expect(Set([pool.tryAcquireSlot(), pool.tryAcquireSlot()]) == ["a", "b"])
        // Both are full.
        #expect(pool.tryAcquireSlot() == nil)
        #expect(pool.request(3, .slot) == [.connect(first)])
        #expect(pool.connected("c") == [.grant(3, "c")])
        #expect(pool.releaseSlot("a") == [])
        #expect(pool.tryAcquireSlot() == "a")
    }

    /// A machine that gathers on one connection, with two that nobody uses.
    private func gatheringMachine() -> Machine {
        var pool = machine(2, depth: 100, shared: 1)
        for (id, connection) in [(1, "a"), (2, "b")] as [(UInt64, String)] {
            _ = pool.request(id, .lease)
            _ = pool.connected(connection)
        }
        _ = pool.releaseLease("a")
        _ = pool.releaseLease("b")
        return pool
    }

    @Test func gatheredStatementsLeaveConnectionsToLeases() {
        var pool = gatheringMachine()
        #expect(pool.tryAcquireSlot() == "b")
        #expect(pool.tryAcquireSlot() == "b")
        #expect(pool.tryAcquireLease() == "a")
        #expect(pool.tryAcquireSlot() == "b")
        #expect(pool.releaseLease("a") == [])
        #expect(pool.tryAcquireSlot() == "b")
    }

    @Test func nothingIsGatheredBehindALongStatement() {
        var pool = gatheringMachine()
        #expect(pool.tryAcquireSlot() == "b")
        #expect(pool.tryAcquireSlot() == "b")
        // What ends elsewhere tells that time passes.
        for _ in 0..<5 {
            #expect(pool.tryAcquireLease() == "a")
            _ = pool.releaseLease("a")
        }
        #expect(pool.tryAcquireSlot() == "a")
    }

    @Test func nothingIsGatheredWhereNothingEndsForAWhile() {
        var pool = gatheringMachine()
        #expect(pool.tryAcquireSlot() == "b")
        _ = pool.timePassed(at: 1)
        #expect(pool.tryAcquireSlot() == "b")
        // Who gives up waiting has not got on.
        #expect(pool.releaseSlot("b", isOver: false) == [])
        _ = pool.timePassed(at: 2)
        #expect(pool.tryAcquireSlot() == "a")
        #expect(pool.releaseSlot("a") == [])
        // It goes on.
        #expect(pool.releaseSlot("b") == [])
        #expect(pool.tryAcquireSlot() == "b")
        #expect(pool.tryAcquireSlot() == "b")
    }

    @Test func sharingIsBounded() {
        var pool = machine(1, depth: 2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .slot) == [.grant(2, "a")])
        #expect(pool.request(3, .slot) == [])
        #expect(pool.releaseSlot("a") == [.grant(3, "a")])
    }

    @Test func aLeaseGetsAConnectionOfItsOwn() {
        var pool = machine(1)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .lease) == [])
        // Behind the lease, so that it is not starved.
        #expect(pool.request(3, .slot) == [])
        #expect(pool.releaseSlot("a") == [.grant(2, "a")])
        #expect(pool.leasedCount == 1)
        #expect(pool.releaseLease("a") == [.grant(3, "a")])
    }

    /// Two connections with a statement each, a lease that waits, and a statement behind it.
    private func machineWithAWaitingLease() -> Machine {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        _ = pool.request(2, .slot)
        _ = pool.connected("b")
        #expect(pool.request(3, .lease) == [])
        #expect(pool.request(4, .slot) == [])
        return pool
    }

    @Test func nothingOvertakesAWaitingLease() {
        var pool = machineWithAWaitingLease()
        #expect(pool.tryAcquireSlot() == nil)
        #expect(pool.releaseSlot("a") == [.grant(3, "a"), .grant(4, "b")])
        #expect(pool.tryAcquireSlot() == "b")
    }

    @Test func whoWaitsBehindALeaseGoesOnWhenThatGivesUp() {
        var pool = machineWithAWaitingLease()
        let (wasWaiting, actions) = pool.cancel(3)
        #expect(wasWaiting)
        #expect(actions.count == 1 && pool.waiterCount == 0)
        #expect(!pool.cancel(3).wasWaiting)
        #expect(pool.tryAcquireSlot() != nil)
    }

    @Test func tooManyWaitersAreRefused() {
        var pool = machine(1, waiters: 1)
        _ = pool.request(1, .lease)
        #expect(pool.request(2, .lease) == [.fail(2, .exhausted)])
    }

    @Test func aFailedConnectIsToldWhenNoConnectionIsLeft() {
        var pool = machine(2)
        _ = pool.request(1, .lease)
        _ = pool.request(2, .lease)
        #expect(pool.connectFailed() == [])
        #expect(pool.connectFailed() == [.fail(1, .connectFailed), .fail(2, .connectFailed)])
    }

    @Test func aFailedConnectIsNobodysConcernWhileOthersServe() {
        var pool = machine(2)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        #expect(pool.request(2, .lease) == [.connect(first)])
        #expect(pool.connectFailed() == [])
        #expect(pool.releaseLease("a") == [.grant(2, "a")])
    }

    @Test func aLostConnectionIsReplacedOnlyForThoseWhoWait() {
        var pool = machine(1)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        _ = pool.request(2, .lease)
        #expect(pool.connectionClosed("a") == [.connect(first)])
        #expect(pool.releaseLease("a") == [])
        #expect(pool.connected("b") == [.grant(2, "b")])
        _ = pool.releaseLease("b")
        #expect(pool.connectionClosed("b") == [])
        #expect(pool.connectionCount == 0)
    }

    @Test func closingDrains() {
        var pool = machine(3)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        _ = pool.request(2, .lease)
        _ = pool.connected("b")
        _ = pool.releaseLease("b")
        #expect(pool.close() == [.close("b", .poolClosed)])
        #expect(pool.request(3, .slot) == [.fail(3, .closed)])
        #expect(pool.releaseLease("a") == [.close("a", .poolClosed), .drained])
        #expect(pool.close() == [])
    }

    @Test func closingWhileConnectingWaitsForTheConnection() {
        var pool = machine(1)
        _ = pool.request(1, .slot)
        #expect(pool.close() == [.fail(1, .closed)])
        #expect(pool.connected("a") == [.close("a", .poolClosed), .drained])
    }

    @Test func aConnectionLostOnItsWayToACallerCostsItNoPlaceInTheQueue() {
        var pool = machine(1)
        _ = pool.request(1, .lease)
        _ = pool.request(2, .lease)
        #expect(pool.connected("a") == [.grant(1, "a")])
        #expect(pool.connectionClosed("a") == [.connect(first)])
        #expect(pool.requestAgain(1, .lease) == [])
        #expect(pool.connected("b") == [.grant(1, "b")])
    }

    @Test func closingAtOnceClosesWhatIsInUse() {
        var pool = machine(2)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        #expect(pool.close() == [])
        #expect(pool.closeNow() == [.close("a", .poolClosed), .drained])
        #expect(pool.releaseLease("a") == [])
    }

    @Test func aLeaseThatNeedNotWaitTakesTheConnectionUsedLast() {
        var pool = machine(2)
        _ = pool.request(1, .lease)
        _ = pool.request(2, .lease)
        _ = pool.connected("a")
        _ = pool.connected("b")
        _ = pool.releaseLease("b")
        _ = pool.releaseLease("a")
        #expect(pool.tryAcquireLease() == "a")
        #expect(pool.tryAcquireLease() == "b")
        #expect(pool.tryAcquireLease() == nil)
    }

    @Test func nobodyOvertakesThoseWhoWait() {
        var pool = machine(1)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        _ = pool.request(2, .lease)
        #expect(pool.tryAcquireLease() == nil)
        #expect(pool.tryAcquireSlot() == nil)
        #expect(pool.releaseLease("a") == [.grant(2, "a")])
    }

    @Test func afterARefreshEveryConnectionIsReplacedAsItBecomesFree() {
        var pool = machine(3)
        for id in 1...3 as ClosedRange<UInt64> { _ = pool.request(id, .lease) }
        for name in ["idle", "leased", "other"] { _ = pool.connected(name) }
        _ = pool.releaseLease("idle")

        #expect(pool.refresh() == [.close("idle", .refreshed)])
        #expect(pool.releaseLease("leased") == [.close("leased", .refreshed)])
        #expect(pool.connectionCount == 1)
    }

    @Test func aConnectionOpenedBeforeARefreshIsNotUsedAfterIt() {
        var pool = machine(1)
        _ = pool.request(1, .lease)
        #expect(pool.refresh() == [])
        let next = Machine.Ticket(generation: 1, round: 0)
        #expect(pool.connected("old", first) == [.close("old", .refreshed), .connect(next)])
        #expect(pool.connected("new", next) == [.grant(1, "new")])
    }

    @Test func aPoolThatKeepsNothingClosesWhatNobodyWants() {
        var pool = Machine {
            $0.maximumConnections = 1
            $0.idleTimeout = .zero
            $0.minimumConnections = 1
        }
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        _ = pool.request(2, .lease)
        #expect(pool.releaseLease("a") == [.grant(2, "a")])
        #expect(pool.releaseLease("a") == [.close("a", .idle)])
        #expect(pool.connectionCount == 0)
    }
}
