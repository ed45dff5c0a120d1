/// What a pool's state machine is told about numbers and times.
struct PoolLimits {
    var minimumConnections: Int
    var maximumConnections: Int
    var pipelineDepth: Int
    var sharedConnections: Int?
    var maximumWaiters: Int
    var lifetime: Duration?
    var lifetimeJitter: Double
    var idleTimeout: Duration?
    var checkAfter: Duration?
    var reconnect: ReconnectPolicy

    /// One event loop's part of a pool's configuration.
    init(_ configuration: PoolConfiguration, part: Int = 0, of parts: Int = 1) {
        func share(_ total: Int) -> Int { total / parts + (part < total % parts ? 1 : 0) }
        maximumConnections = max(1, share(configuration.maximumConnections))
        keepsNothing = configuration.keepsNothing
        minimumConnections =
            keepsNothing
            ? 0 : min(max(0, share(configuration.minimumConnections)), maximumConnections)
        pipelineDepth = max(1, configuration.pipelineDepth)
        sharedConnections = configuration.sharedConnections.map { max(1, share($0)) }
        maximumWaiters = max(1, configuration.maximumWaiters)
        lifetime = configuration.lifetime
        lifetimeJitter = min(max(configuration.lifetimeJitter, 0), 1)
        idleTimeout = configuration.idleTimeout
        checkAfter = configuration.checkAfter
        reconnect = configuration.reconnect
        let thresholds = [
            idleTimeout.map { $0 / 4 }, checkAfter.map { $0 / 2 }, lifetime.map { $0 / 4 },
            configuration.leakThreshold.map { $0 / 4 },
        ]
        let shortest = thresholds.compactMap { $0 }.min() ?? .seconds(1)
        tick = min(.seconds(1), max(.milliseconds(10), shortest))
    }

    /// Whether a connection closes as soon as nobody wants it.
    let keepsNothing: Bool

    /// How often the pool looks at the time while connections are in use.
    ///
    /// Lending and returning read no clock: a connection's rest begins at the first tick that finds
    /// it idle.
    let tick: Duration

    /// After how long an idle connection is put aside, to be lent only when no other is free.
    var restAfter: Duration { checkAfter ?? .seconds(10) }

    /// How long a connection lives that is made with this random number.
    func lifetime(random: Double) -> Duration? {
        lifetime.map { $0 * (1 - lifetimeJitter * min(max(random, 0), 1)) }
    }
}

extension PoolConfiguration {
    /// Whether a connection closes as soon as nobody wants it.
    var keepsNothing: Bool { idleTimeout.map { $0 <= .zero } ?? false }

    /// Whether something is done with each connection before it is lent, or when it comes back.
    var preparesLentConnections: Bool {
        hooks.setup != nil || hooks.reset != nil || reset == .always
    }
}
