@testable import PGWire

/// The moment at which a test's time begins.
let beginning = ContinuousClock.now

extension PoolStateMachine where Connection == String {
    /// A machine with the default configuration but for `change`.
    init(_ change: (inout PoolConfiguration) -> Void) {
        var configuration = PoolConfiguration()
        change(&configuration)
        self.init(PoolLimits(configuration))
    }

    /// What an attempt begun now brings back.
    var ticket: Ticket { Ticket(generation: generation, round: reconnection.round) }

    mutating func request(_ id: UInt64, _ need: Need, at seconds: Double = 0) -> [Action] {
        request(id, need, now: beginning + .seconds(seconds))
    }

    /// Without jitter: the connection lives as long as configured.
    mutating func connected(
        _ connection: String, _ ticket: Ticket? = nil, at seconds: Double = 0
    ) -> [Action] {
        connected(
            connection, ticket ?? self.ticket, now: beginning + .seconds(seconds), random: 0)
    }

    /// With the shortest pause after it: half of the whole.
    mutating func connectFailed(
        _ ticket: Ticket? = nil, isHopeless: Bool = false, at seconds: Double = 0
    ) -> [Action] {
        connectFailed(
            ticket ?? self.ticket, isHopeless: isHopeless, now: beginning + .seconds(seconds),
            random: 0)
    }

    mutating func timePassed(at seconds: Double) -> [Action] {
        timePassed(beginning + .seconds(seconds))
    }

    /// When the machine next has to know the time, in seconds since the beginning.
    func wakeUp(at seconds: Double) -> Double? {
        nextWakeUp(now: beginning + .seconds(seconds)).map {
            beginning.duration(to: $0) / .seconds(1)
        }
    }
}
