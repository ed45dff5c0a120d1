import PGCore

/// Which server of a cluster does what, as far as is known, and which one a statement goes to.
///
/// It asks nobody: what probes found out comes in as events.
struct ClusterTopology {
    typealias Instant = ContinuousClock.Instant

    /// What a server said of itself.
    struct Report: Equatable {
        var isStandby: Bool
        var position: WALPosition
        /// Of a primary only: a standby follows its primary's.
        var timeline: UInt32?
    }

    private struct Server {
        var role = ClusterMember.Role.unknown
        var position: WALPosition?
        var timeline: UInt32?
        var failure: PGError?
        /// Something went wrong since it was asked: ask again before it is used.
        var isSuspect = false
    }

    private var servers: [Server]
    private var lastProbe: Instant?
    private var turn = 0

    init(count: Int) {
        servers = Array(repeating: Server(), count: count)
    }

    /// The server that takes writes.
    ///
    /// A primary that was cut off may not know that another was promoted: the later timeline is right.
    var primary: Int? {
        servers.indices.filter { servers[$0].role == .primary }
            .max { (servers[$0].timeline ?? 0, $1) < (servers[$1].timeline ?? 0, $0) }
    }

    /// The server that takes writes, unless something speaks against it.
    var trustedPrimary: Int? {
        primary.flatMap { servers[$0].isSuspect ? nil : $0 }
    }

    func isStandby(_ index: Int) -> Bool { servers[index].role == .standby }

    /// Whether nothing is known of any server.
    var isBlank: Bool { lastProbe == nil }

    /// Whether it is time to ask again.
    func isStale(now: Instant, after interval: Duration) -> Bool {
        lastProbe.map { $0.duration(to: now) >= interval } ?? true
    }

    /// All servers have been asked.
    ///
    /// Returns those that used to take writes and no longer do.
    mutating func probed(_ reports: [Result<Report, PGError>], now: Instant) -> [Int] {
        lastProbe = now
        let before = primary
        for (index, report) in reports.enumerated() {
            switch report {
            case .success(let report):
                servers[index] = Server(
                    role: report.isStandby ? .standby : .primary, position: report.position,
                    timeline: report.timeline)
            case .failure(let error):
                servers[index] = Server(role: .unreachable, failure: error)
            }
        }
        guard let before, before != primary else { return [] }
        return [before]
    }

    /// A statement failed in a way that a change of roles would explain.
    mutating func suspect(_ index: Int) {
        servers[index].isSuspect = true
    }

    /// A standby said how far it has come.
    mutating func replayed(_ position: WALPosition, by index: Int) {
        guard servers[index].role == .standby else { return }
        servers[index].position = max(position, servers[index].position ?? position)
    }

    /// Whether a server has replayed a position, as far as is known.
    func has(_ index: Int, replayed position: WALPosition) -> Bool {
        servers[index].position.map { $0 >= position } ?? false
    }

    /// Chooses a standby.
    ///
    /// - Parameters:
    ///   - loads: How busy each server is.
    ///   - position: What it should have replayed; those that have come before those that have not.
    ///   - excluded: Those that were tried before.
    mutating func standby(
        _ choice: ClusterConfiguration.Choice, loads: [Int], maximumLag: UInt64?,
        position: WALPosition?, excluding excluded: Set<Int>
    ) -> Int? {
        var candidates = servers.indices.filter {
            servers[$0].role == .standby && !servers[$0].isSuspect && !excluded.contains($0)
                && !isBehind($0, maximumLag)
        }
        if let position {
            let ready = candidates.filter { has($0, replayed: position) }
            if !ready.isEmpty { candidates = ready }
        }
        if choice == .leastLoaded, let least = candidates.map({ loads[$0] }).min() {
            candidates = candidates.filter { loads[$0] == least }
        }
        guard !candidates.isEmpty else { return nil }
        turn &+= 1
        return candidates[turn % candidates.count]
    }

    private func isBehind(_ index: Int, _ maximumLag: UInt64?) -> Bool {
        guard let maximumLag, let written = primary.flatMap({ servers[$0].position }),
            let replayed = servers[index].position, replayed < written
        else { return false }
        return written.rawValue - replayed.rawValue > maximumLag
    }

    func member(_ index: Int, named name: String) -> ClusterMember {
        let server = servers[index]
        return ClusterMember(
            name: name, role: server.role, position: server.position, timeline: server.timeline,
            failure: server.failure)
    }
}

extension PGError {
    /// Whether a failover would explain the error: then roles have to be asked for anew.
    var mayMeanFailover: Bool {
        switch code {
        case .connectionFailed, .connectionLost, .poolTimeout: true
        // 25006: a write in a read-only transaction, such as any on a standby.
        // 57P01 to 57P03: the server stops, has crashed, or is not up yet.
        default: sqlState == "25006" || sqlState?.rawValue.hasPrefix("57P0") == true
        }
    }

    /// Whether the statement had no effect, so that it may be sent elsewhere.
    var hadNoEffect: Bool {
        execution == .notSent || execution == .rolledBack || sqlState == "25006"
    }
}

/// How often a write is sent again while roles change.
struct FailoverRetries {
    private var last: Int?
    private var failures = 0

    /// Whether to ask for the primary's place once more after a statement failed on a server.
    ///
    /// What was known of the roles may have been a moment old, so the same server gets three
    /// chances. One that refuses writes, or has no connection to lend, gets no second one.
    mutating func allow(after error: PGError, on server: Int) -> Bool {
        guard error.mayMeanFailover, error.hadNoEffect else { return false }
        failures = last == server ? failures + 1 : 1
        last = server
        let isFinal = error.sqlState == "25006" || error.code == .poolTimeout
        return failures < (isFinal ? 2 : 3)
    }
}
