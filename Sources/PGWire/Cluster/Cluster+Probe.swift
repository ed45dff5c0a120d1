import Logging
import PGCore
import Synchronization

extension Cluster {
    /// Asks every server for its role, or joins a round that is under way.
    func probe() async {
        let round = probing.withLock { probing in
            if let probing { return probing }
            // Nobody's task: whoever joins must not lose the answer to the first one's cancellation.
            let round = Task.detached { await self.askAll() }
            probing = round
            return round
        }
        await round.value
    }

    private func askAll() async {
        let count = servers.count
        let reports = await withTaskGroup(
            of: (Int, Result<ClusterTopology.Report, PGError>).self
        ) { group in
            for index in 0..<count { group.addTask { (index, await self.ask(index)) } }
            var reports = [Result<ClusterTopology.Report, PGError>](
                repeating: .failure(PGError(.connectionFailed, "not asked")), count: count)
            for await (index, report) in group { reports[index] = report }
            return reports
        }
        let before = members
        let demoted = topology.withLock { $0.probed(reports, now: .now) }
        for (old, new) in zip(before, members) where old.role != new.role {
            logger.notice("a server's role changed", metadata: ["was": "\(old)", "is": "\(new)"])
        }
        // Connections to a server that has lost the role are of no use to those who write, and
        // may be half-open.
        for index in demoted { await servers[index].pool.refresh() }
        probing.withLock { $0 = nil }
    }

    private func ask(_ index: Int) async -> Result<ClusterTopology.Report, PGError> {
        do {
            let rows = try await withDeadline(configuration.probeTimeout) {
                try await servers[index].probe.query(Self.question)
            }
            let (isStandby, position, timeline) = try rows.one(Bool.self, String.self, Int64.self)
            guard let position = WALPosition(position) else {
                return .failure(PGError(.decodingFailed, "\(position) is no position in a log"))
            }
            return .success(
                ClusterTopology.Report(
                    isStandby: isStandby, position: position,
                    timeline: isStandby ? nil : UInt32(truncatingIfNeeded: timeline)))
        } catch let error as PGError {
            return .failure(error)
        } catch {
            return .failure(PGError(.connectionFailed, "\(error)").caused(by: error))
        }
    }

    /// The first eight digits of a log file's name are the timeline.
    private static let question: SQLStatement = """
        SELECT in_recovery,
            CASE WHEN in_recovery
                THEN pg_catalog.pg_last_wal_replay_lsn()
                ELSE pg_catalog.pg_current_wal_insert_lsn() END::pg_catalog.text,
            CASE WHEN in_recovery THEN 0 ELSE ('x' || pg_catalog.substr(
                pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 1, 8
            ))::pg_catalog.bit(32)::pg_catalog.int8 END
        FROM (SELECT pg_catalog.pg_is_in_recovery() AS in_recovery OFFSET 0) AS role
        """

    /// Sees to it that roles are known, and not too old.
    private func refreshRoles() async {
        let (isBlank, isStale) = topology.withLock {
            ($0.isBlank, $0.isStale(now: .now, after: configuration.probeInterval))
        }
        if isBlank {
            await probe()
        } else if isStale, probing.withLock({ $0 == nil }) {
            // What is known serves until the answers are there.
            Task.detached { await self.probe() }
        }
    }

    /// A statement failed on a server: if a change of roles would explain it, roles are asked for
    /// before the server is used again.
    func note(_ error: any Error, on index: Int) {
        guard let error = error as? PGError, error.mayMeanFailover else { return }
        topology.withLock { $0.suspect(index) }
    }

    func isStandby(_ index: Int) -> Bool {
        topology.withLock { $0.isStandby(index) }
    }

    // MARK: Choosing

    /// Returns the server that takes writes, waiting for one while a failover is under way.
    func primary() async throws(PGError) -> Int {
        await refreshRoles()
        if let primary = topology.withLock({ $0.trustedPrimary }) { return primary }
        let own = ContinuousClock.now + configuration.failoverTimeout
        let limit = Deadline.current.map { min($0, own) } ?? own
        var pause = Duration.milliseconds(10)
        while true {
            await probe()
            if let primary = topology.withLock({ $0.trustedPrimary }) { return primary }
            guard ContinuousClock.now + pause < limit else { throw noServer("primary") }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw .taskCancelled.executed(.notSent)
            }
            pause = min(pause * 2, .milliseconds(250))
        }
    }

    /// Returns a server to read from that was not tried before: a standby, or else the primary.
    func reader(
        after position: WALPosition?, excluding excluded: Set<Int>
    ) async throws(PGError) -> Int? {
        await refreshRoles()
        let loads = servers.map(\.pool.load)
        let chosen = topology.withLock {
            $0.standby(
                configuration.choice, loads: loads, maximumLag: configuration.maximumLag,
                position: position, excluding: excluded)
        }
        if let chosen {
            guard let position else { return chosen }
            if try await waitUntil(chosen, hasReplayed: position) { return chosen }
        }
        guard configuration.readsFallBackToPrimary || position != nil else { return nil }
        let primary = try await primary()
        return excluded.contains(primary) ? nil : primary
    }

    /// Returns whether a standby replays a position in time.
    private func waitUntil(
        _ index: Int, hasReplayed position: WALPosition
    ) async throws(PGError) -> Bool {
        let limit = ContinuousClock.now + configuration.catchUpTimeout
        var pause = Duration.milliseconds(1)
        while !topology.withLock({ $0.has(index, replayed: position) }) {
            guard await askPosition(of: index, by: limit), ContinuousClock.now < limit else {
                return topology.withLock { $0.has(index, replayed: position) }
            }
            if topology.withLock({ $0.has(index, replayed: position) }) { return true }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw .taskCancelled.executed(.notSent)
            }
            pause = min(pause * 2, .milliseconds(20))
        }
        return true
    }

    /// Returns whether the standby said how far it has come.
    private func askPosition(
        of index: Int, by limit: ContinuousClock.Instant
    ) async -> Bool {
        do {
            let text = try await withDeadline(max(.zero, ContinuousClock.now.duration(to: limit))) {
                try await servers[index].pool.query(
                    "SELECT pg_catalog.pg_last_wal_replay_lsn()::pg_catalog.text"
                ).one(String?.self)
            }
            guard let position = text.flatMap({ WALPosition($0) }) else { return false }
            topology.withLock { $0.replayed(position, by: index) }
            return true
        } catch {
            note(error, on: index)
            return false
        }
    }

    func noServer(_ role: String) -> PGError {
        let known = members.map(\.description).joined(separator: "; ")
        return PGError(.noSuitableServer, "the cluster has no \(role) now: \(known)")
            .executed(.notSent)
    }
}
