@testable import PGWire
import Testing

/// A thousand random events, and after each the promises that a pool makes, checked against a model
/// that knows nothing of how the machine keeps them.
@Suite("Pool, against a model")
struct PoolModelTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func promisesHoldThroughAnyHistory(seed: UInt64) {
        var model = PoolModel(seed: seed)
        for _ in 0..<1000 { model.takeRandomStep() }
        model.finish()
    }
}

private struct PoolModel {
    typealias Machine = PoolStateMachine<Int>

    private struct Held {
        var slots = 0
        var isLeased = false
        var isChecking = false
        var generation: Int
        var age: Double = 0
        var isIdle: Bool { slots == 0 && !isLeased && !isChecking }
    }

    private let seed: UInt64
    private var random: SeededGenerator
    private let configuration: PoolConfiguration
    private var machine: Machine
    private var now = 0.0
    private var lastTimePassed = 0.0
    private var alive: [Int: Held] = [:]
    private var gone: Set<Int> = []
    private var waiters: [(id: UInt64, need: Machine.Need)] = []
    private var attempts: [Machine.Ticket] = []
    private var generation = 0
    private var lastConnection = 0
    private var lastID: UInt64 = 0
    private var answered: Set<UInt64> = []
    private var isClosing = false
    private var drains = 0

    init(seed: UInt64) {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        var configuration = PoolConfiguration()
        configuration.maximumConnections = Int.random(in: 1...5, using: &random)
        configuration.minimumConnections = Int.random(in: 0...3, using: &random)
        configuration.pipelineDepth = Int.random(in: 1...4, using: &random)
        configuration.sharedConnections = [nil, 1, 2].randomElement(using: &random) ?? nil
        configuration.maximumWaiters = Int.random(in: 1...12, using: &random)
        configuration.lifetime = [nil, .seconds(50)].randomElement(using: &random) ?? nil
        configuration.lifetimeJitter = 0
        configuration.idleTimeout =
            [nil, .zero, .seconds(20)].randomElement(using: &random) ?? nil
        configuration.checkAfter = [nil, .seconds(3)].randomElement(using: &random) ?? nil
        configuration.reconnect.failuresBeforeOpening = Int.random(in: 1...3, using: &random)
        self.configuration = configuration
        machine = Machine(PoolLimits(configuration))
    }

    private var instant: ContinuousClock.Instant { beginning + .seconds(now) }

    private func require(
        _ promise: Bool, _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        if !promise {
            Issue.record("\(what), seed \(seed)", sourceLocation: sourceLocation)
        }
    }

    // MARK: Steps

    mutating func takeRandomStep() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: acquireAtOnce()
        case 14..<34: request()
        case 34..<56: giveBack()
        case 56..<68: connect(fails: false)
        case 68..<72: connect(fails: true)
        case 72..<78: cancel()
        case 78..<84: endCheck(fails: Bool.random(using: &random))
        case 84..<88: die()
        case 88..<98: passTime(Double.random(in: 0...8, using: &random))
        case 98: refresh()
        default: apply(machine.warmUp())
        }
        checkPromises()
    }

    private mutating func acquireAtOnce() {
        let need: Machine.Need = Bool.random(using: &random) ? .slot : .lease
        let granted = need == .slot ? machine.tryAcquireSlot() : machine.tryAcquireLease()
        guard let granted else { return }
        require(waiters.isEmpty, "somebody overtook those who wait")
        lend(granted, need)
    }

    private mutating func request() {
        lastID += 1
        let need: Machine.Need = Bool.random(using: &random) ? .slot : .lease
        let isFull = waiters.count >= max(1, configuration.maximumWaiters)
        waiters.append((lastID, need))
        let actions = machine.request(lastID, need, now: instant)
        if isFull { require(actions == [.fail(lastID, .exhausted)], "the queue is unbounded") }
        apply(actions)
    }

    private mutating func giveBack() {
        let used = alive.filter { $0.value.isLeased || $0.value.slots > 0 }.keys.sorted()
        guard let connection = used.randomElement(using: &random) else { return }
        if alive[connection]?.isLeased == true {
            alive[connection]?.isLeased = false
            apply(machine.releaseLease(connection))
        } else {
            alive[connection]?.slots -= 1
            apply(machine.releaseSlot(connection))
        }
    }

    private mutating func connect(fails: Bool) {
        guard let index = attempts.indices.randomElement(using: &random) else { return }
        let ticket = attempts.remove(at: index)
        guard !fails else {
            apply(
                machine.connectFailed(
                    ticket, isHopeless: Int.random(in: 0..<10, using: &random) == 0, now: instant,
                    random: .random(in: 0..<1, using: &random)))
            return
        }
        lastConnection += 1
        alive[lastConnection] = Held(generation: ticket.generation, age: now)
        apply(
            machine.connected(
                lastConnection, ticket, now: instant,
                random: .random(in: 0..<1, using: &random)))
    }

    private mutating func cancel() {
        // Sometimes one that is not waiting any more.
        let id = UInt64.random(in: 1...max(1, lastID), using: &random)
        let isWaiting = waiters.contains { $0.id == id }
        waiters.removeAll { $0.id == id }
        let (wasWaiting, actions) = machine.cancel(id)
        require(wasWaiting == isWaiting, "a cancelled caller was forgotten or invented")
        if isWaiting { answered.insert(id) }
        apply(actions)
    }

    private mutating func endCheck(fails: Bool) {
        let checking = alive.filter { $0.value.isChecking }.keys.sorted()
        guard let connection = checking.randomElement(using: &random) else { return }
        alive[connection]?.isChecking = false
        apply(fails ? machine.checkFailed(connection) : machine.checkPassed(connection))
        if fails { require(alive[connection] == nil, "a dead connection was kept") }
    }

    private mutating func die() {
        guard let connection = alive.keys.sorted().randomElement(using: &random) else { return }
        alive[connection] = nil
        gone.insert(connection)
        let actions = machine.connectionClosed(connection)
        require(actions != nil, "the machine did not know an open connection")
        apply(actions ?? [])
        require(machine.connectionClosed(connection) == nil, "a lost connection was remembered")
    }

    private mutating func passTime(_ seconds: Double) {
        now += seconds
        lastTimePassed = now
        apply(machine.timePassed(instant))
    }

    private mutating func refresh() {
        generation += 1
        apply(machine.refresh())
        require(
            !alive.values.contains { $0.isIdle && $0.generation < generation },
            "an idle connection outlived a refresh")
    }

    // MARK: What the machine does

    private mutating func apply(_ actions: [Machine.Action]) {
        for action in actions {
            switch action {
            case .connect(let ticket):
                require(!isClosing, "a closing pool connects")
                require(ticket.generation == generation, "an attempt of an old generation")
                attempts.append(ticket)
            case .check(let connection):
                require(alive[connection]?.isIdle == true, "a connection in use was checked")
                alive[connection]?.isChecking = true
            case .grant(let id, let connection):
                require(waiters.first?.id == id, "not first come, first served")
                guard let waiter = waiters.first else { continue }
                waiters.removeFirst()
                require(answered.insert(id).inserted, "a caller was answered twice")
                lend(connection, waiter.need)
            case .fail(let id, _):
                waiters.removeAll { $0.id == id }
                require(answered.insert(id).inserted, "a caller was answered twice")
            case .close(let connection, _):
                require(alive[connection]?.isIdle == true, "a connection in use was closed")
                alive[connection] = nil
                require(gone.insert(connection).inserted, "a connection was closed twice")
            case .drained:
                drains += 1
            }
        }
    }

    private mutating func lend(_ connection: Int, _ need: Machine.Need) {
        guard let held = alive[connection] else {
            return require(false, "a connection that is gone was lent")
        }
        require(!held.isLeased && !held.isChecking, "a connection was lent twice")
        require(held.generation == generation, "a connection was lent after a refresh")
        if let lifetime = configuration.lifetime {
            require(
                .seconds(lastTimePassed - held.age) < lifetime,
                "a connection was lent past its life")
        }
        switch need {
        case .lease:
            require(held.slots == 0, "a shared connection was lent")
            alive[connection]?.isLeased = true
        case .slot:
            alive[connection]?.slots += 1
            require(held.slots < max(1, configuration.pipelineDepth), "too many share")
        }
    }

    // MARK: Promises

    private func checkPromises() {
        let maximum = configuration.maximumConnections
        require(alive.count + attempts.count <= maximum, "more connections than allowed")
        require(waiters.count <= configuration.maximumWaiters, "more waiters than allowed")
        require(machine.connectionCount == alive.count, "connections leaked")
        require(machine.idleCount == alive.values.count { $0.isIdle }, "idle connections leaked")
        require(machine.leasedCount == alive.values.count { $0.isLeased }, "leases leaked")
        require(machine.connecting == attempts.count, "attempts leaked")
        require(machine.checking == alive.values.count { $0.isChecking }, "checks leaked")
        require(machine.waiterCount == waiters.count, "waiters leaked")
        checkThatNobodyIsForgotten()
    }

    /// Somebody who waits has something to wait for.
    private func checkThatNobodyIsForgotten() {
        guard !waiters.isEmpty else { return }
        let checks = alive.values.count { $0.isChecking }
        require(
            checks >= waiters.count || !alive.values.contains { $0.isIdle },
            "a caller waits beside an idle connection")
        require(
            !attempts.isEmpty || alive.values.contains { !$0.isIdle }
                || machine.nextWakeUp(now: instant) != nil,
            "a caller waits for nothing")
    }

    // MARK: The end

    /// Everything ends well: callers are served, then the pool drains.
    mutating func finish() {
        for _ in 0..<3000 where !waiters.isEmpty {
            if !attempts.isEmpty { connect(fails: false) }
            endCheck(fails: false)
            giveBack()
            if let next = machine.nextWakeUp(now: instant) {
                passTime(max(0, beginning.duration(to: next) / .seconds(1) - now) + 0.001)
            }
            checkPromises()
        }
        require(waiters.isEmpty, "somebody waits for ever")
        isClosing = true
        apply(machine.close())
        for _ in 0..<3000 where drains == 0 {
            if !attempts.isEmpty { connect(fails: Bool.random(using: &random)) }
            endCheck(fails: Bool.random(using: &random))
            giveBack()
        }
        require(drains == 1, "the pool did not drain, or did twice")
        require(alive.isEmpty && attempts.isEmpty, "something was left open")
    }
}
