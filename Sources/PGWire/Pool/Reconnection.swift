/// When a pool may try to connect: the back-off after failures, and the circuit breaker.
struct Reconnection {
    typealias Instant = ContinuousClock.Instant

    private enum State {
        /// Connecting is allowed; after a failure, one attempt at a time.
        case ready
        /// A pause after a failure.
        case paused(until: Instant)
        /// A pause in which callers are refused as well.
        case open(until: Instant)
    }

    private let policy: ReconnectPolicy
    private var state = State.ready
    private var isHopeless = false
    /// Failures in a row, of which attempts made at the same time count as one.
    private(set) var failures = 0
    /// Distinguishes attempts that began before the last failure from those after it.
    private(set) var round = 0

    init(_ policy: ReconnectPolicy) {
        self.policy = policy
    }

    /// Whether an attempt may begin.
    var mayConnect: Bool {
        if case .ready = state { true } else { false }
    }

    /// Whether callers are refused at once.
    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// Whether the last attempt failed, so that the next one is a probe.
    var isProbing: Bool { failures > 0 }

    /// Whether so much has failed that callers should no longer wait.
    var isExhausted: Bool {
        isHopeless || failures >= max(1, policy.failuresBeforeOpening)
    }

    /// When the pause is over, if there is one.
    var pauseEnd: Instant? {
        switch state {
        case .ready: nil
        case .paused(let until), .open(let until): until
        }
    }

    var circuit: PoolStatistics.Circuit {
        if isOpen { return .open }
        return isExhausted ? .halfOpen : .closed
    }

    mutating func succeeded() {
        failures = 0
        isHopeless = false
        state = .ready
    }

    /// An attempt failed.
    ///
    /// - Parameter isHopeless: Whether the next one will fail as well, as with a wrong password.
    mutating func failed(
        round: Int, isHopeless: Bool, now: Instant, random: Double
    ) {
        if isHopeless { self.isHopeless = true }
        guard round == self.round else { return }
        self.round += 1
        failures += 1
        state = .paused(until: now + policy.pause(after: failures, random: random))
    }

    /// Callers are refused until the pause is over.
    mutating func open() {
        if case .paused(let until) = state { state = .open(until: until) }
    }

    mutating func timePassed(_ now: Instant) {
        if let pauseEnd, pauseEnd <= now { state = .ready }
    }
}
