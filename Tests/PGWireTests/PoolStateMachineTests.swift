@testable import PGWire
import Testing

@Suite("Pool state machine")
struct PoolStateMachineTests {
    typealias Machine = PoolStateMachine<String>

    private func machine(_ maximum: Int, depth: Int = 4, waiters: Int = 100) -> Machine {
        Machine(maximumConnections: maximum, pipelineDepth: depth, maximumWaiters: waiters)
    }

    @Test func theFirstCallerOpensAConnection() {
        var pool = machine(2)
        #expect(pool.tryAcquireSlot() == nil)
        #expect(pool.request(1, .slot) == [.connect])
        #expect(pool.connected("a") == [.grant(1, "a")])
        #expect(pool.releaseSlot("a") == [])
        #expect(pool.tryAcquireSlot() == "a")
    }

    @Test func connectionsAreOpenedBeforeAnyIsShared() {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .slot) == [.connect])
        #expect(pool.connected("b") == [.grant(2, "b")])
        #expect(pool.request(3, .slot).count == 1)
        #expect(pool.request(4, .slot).count == 1)
        #expect(pool.waiterCount == 0)
    }

    @Test func aConnectionThatBecomesFreeServesBeforeTheNewOneIsThere() {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .slot) == [.connect])
        #expect(pool.releaseSlot("a") == [.grant(2, "a")])
        #expect(pool.connected("b") == [])
        #expect(pool.idleCount == 1)
    }

    @Test func statementsShareWhenNoMoreConnectionsAreToBeHad() {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        #expect(pool.request(2, .slot) == [.connect])
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

    @Test func aWaitingLeaseReservesTheLeastLoadedConnection() {
        var pool = machine(2)
        _ = pool.request(1, .slot)
        _ = pool.connected("a")
        _ = pool.request(2, .slot)
        _ = pool.connected("b")
        _ = pool.request(3, .slot)
        #expect(pool.request(4, .lease) == [])
        #expect(pool.cancel(4).wasWaiting)
        #expect(pool.waiterCount == 0)
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
        // The next caller makes it try again.
        #expect(pool.request(3, .slot) == [.connect])
    }

    @Test func aFailedConnectIsNobodysConcernWhileOthersServe() {
        var pool = machine(2)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        #expect(pool.request(2, .lease) == [.connect])
        #expect(pool.connectFailed() == [])
        #expect(pool.releaseLease("a") == [.grant(2, "a")])
    }

    @Test func aLostConnectionIsReplacedOnlyForThoseWhoWait() {
        var pool = machine(1)
        _ = pool.request(1, .lease)
        _ = pool.connected("a")
        _ = pool.request(2, .lease)
        #expect(pool.connectionClosed("a") == [.connect])
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
        #expect(pool.close() == [.close("b")])
        #expect(pool.request(3, .slot) == [.fail(3, .closed)])
        #expect(pool.releaseLease("a") == [.close("a"), .drained])
        #expect(pool.close() == [])
    }

    @Test func closingWhileConnectingWaitsForTheConnection() {
        var pool = machine(1)
        _ = pool.request(1, .slot)
        #expect(pool.close() == [.fail(1, .closed)])
        #expect(pool.connected("a") == [.close("a"), .drained])
    }

    @Test(arguments: 0..<200)
    func anyHistoryServesEveryCallerAndKeepsTheLimits(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let maximum = Int.random(in: 1...4, using: &random)
        let depth = Int.random(in: 1...5, using: &random)
        var pool = machine(maximum, depth: depth)
        var needs: [UInt64: Machine.Need] = [:]
        var slots: [String: Int] = [:]
        var leases: Set<String> = []
        var connecting = 0
        var opened = 0
        var alive: Set<String> = []

        func apply(_ actions: [Machine.Action]) {
            for action in actions {
                switch action {
                case .connect: connecting += 1
                case .grant(let id, let connection):
                    #expect(alive.contains(connection))
                    #expect(!leases.contains(connection))
                    if needs.removeValue(forKey: id) == .lease {
                        #expect(slots[connection, default: 0] == 0)
                        leases.insert(connection)
                    } else {
                        slots[connection, default: 0] += 1
                        #expect(slots[connection, default: 0] <= depth)
                    }
                case .fail(let id, _): needs[id] = nil
                case .close(let connection): alive.remove(connection)
                case .drained: break
                }
            }
            #expect(alive.count + connecting <= maximum)
        }

        func releaseSomething() {
            if let connection = leases.sorted().randomElement(using: &random) {
                leases.remove(connection)
                apply(pool.releaseLease(connection))
            } else if let connection = slots.filter({ $0.value > 0 }).keys.sorted().first {
                slots[connection]? -= 1
                apply(pool.releaseSlot(connection))
            }
        }

        func connect() {
            guard connecting > 0 else { return }
            connecting -= 1
            opened += 1
            alive.insert("c\(opened)")
            apply(pool.connected("c\(opened)"))
        }

        for id in 1...UInt64(150) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<3:
                needs[id] = Bool.random(using: &random) ? .lease : .slot
                apply(pool.request(id, needs[id] ?? .slot))
            case 3: connect()
            case 4: releaseSomething()
            case 5:
                guard connecting > 0, Bool.random(using: &random) else { continue }
                connecting -= 1
                apply(pool.connectFailed())
            case 6:
                guard let waiting = needs.keys.sorted().randomElement(using: &random) else {
                    continue
                }
                needs[waiting] = nil
                apply(pool.cancel(waiting).actions)
            default:
                guard let lost = alive.sorted().randomElement(using: &random) else { continue }
                alive.remove(lost)
                slots[lost] = nil
                leases.remove(lost)
                apply(pool.connectionClosed(lost))
            }
        }
        for _ in 0..<2000
        where !needs.isEmpty || connecting > 0 || !leases.isEmpty
            || slots.values.contains(where: { $0 > 0 })
        {
            connect()
            releaseSomething()
        }
        #expect(needs.isEmpty, "somebody waits for ever, seed \(seed)")
        #expect(pool.waiterCount == 0)
        #expect(pool.leasedCount == 0)
    }
}
