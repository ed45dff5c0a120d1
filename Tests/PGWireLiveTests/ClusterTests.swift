import LocalPostgres
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite(
    "Cluster", .serialized, .timeLimit(.minutes(2)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct ClusterTests {
    /// A pair for the tests that break nothing; it stops with the process.
    private static let shared = Task { try await ReplicatedServers.start() }

    /// A cluster over a pair of servers that others use as well, one after another.
    private func withCluster(
        standbyFirst: Bool = false, _ change: (inout ClusterConfiguration) -> Void = { _ in },
        _ body: (ReplicatedServers, Cluster) async throws -> Void
    ) async throws {
        try await withCluster(
            over: try await Self.shared.value, standbyFirst: standbyFirst, change, body)
    }

    /// A cluster over a pair of servers of its own, which the test may kill.
    private func withOwnServers(
        _ change: (inout ClusterConfiguration) -> Void = { _ in },
        _ body: (ReplicatedServers, Cluster) async throws -> Void
    ) async throws {
        try await ReplicatedServers.withServers { servers in
            try await withCluster(over: servers, standbyFirst: false, change, body)
        }
    }

    private func withCluster(
        over servers: ReplicatedServers, standbyFirst: Bool,
        _ change: (inout ClusterConfiguration) -> Void,
        _ body: (ReplicatedServers, Cluster) async throws -> Void
    ) async throws {
        var configuration = ClusterConfiguration()
        configuration.probeInterval = .milliseconds(100)
        configuration.failoverTimeout = .seconds(30)
        configuration.pool.reconnect.initialPause = .milliseconds(5)
        configuration.pool.reconnect.maximumPause = .milliseconds(50)
        change(&configuration)
        let url = try standbyFirst ? servers.urlStandbyFirst : servers.url
        let cluster = try Cluster(.url(url), configuration: configuration)
        do {
            try await cluster.write.query("DROP TABLE IF EXISTS items")
            try await cluster.write.query("CREATE TABLE items (id int)")
            try await body(servers, cluster)
        } catch {
            await cluster.close(within: .zero)
            throw error
        }
        await cluster.close(within: .seconds(1))
    }

    /// Kills the primary, and waits until the cluster's connections to it have ended.
    private func losePrimary(
        of servers: ReplicatedServers, _ cluster: Cluster
    ) async throws {
        try await servers.killPrimary()
        try await eventually("connections end") {
            await cluster.statistics.contains { $0.lost > 0 && $0.connections == 0 }
        }
    }

    private func isStandby(_ executor: some StatementExecutor) async throws -> Bool {
        try await executor.execute("SELECT pg_is_in_recovery()").decode(Bool.self)[0]
    }

    @Test(arguments: [false, true])
    func writesGoToThePrimaryAndReadsToTheStandby(standbyFirst: Bool) async throws {
        try await withCluster(standbyFirst: standbyFirst) { _, cluster in
            #expect(try await !isStandby(cluster.write))
            for _ in 0..<5 { #expect(try await isStandby(cluster.read)) }
            let inTransaction = try await cluster.write.withTransaction { try await isStandby($0) }
            #expect(!inTransaction)
            let lent = try await cluster.read.withConnection { try await isStandby($0) }
            #expect(lent)
            let roles = cluster.members.map(\.role)
            #expect(roles == (standbyFirst ? [.standby, .primary] : [.primary, .standby]))
        }
    }

    @Test func aReadAfterAWriteSeesIt() async throws {
        try await withCluster({ $0.catchUpTimeout = .seconds(10) }) { _, cluster in
            for number in 1...20 {
                let (rows, position) = try await cluster.write.tracked(
                    "INSERT INTO items VALUES (\(number))")
                #expect(rows.affectedRows == 1)

                let reader = cluster.read(after: position)
                let seen = try await reader.query(
                    "SELECT count(*), pg_is_in_recovery() FROM items WHERE id = \(number)")

                let (count, wasStandby) = try seen.one(Int.self, Bool.self)
                #expect(count == 1 && wasStandby)
            }
        }
    }

    @Test func whatAStandbyDoesNotReplayInTimeIsReadOnThePrimary() async throws {
        try await withCluster({ $0.catchUpTimeout = .milliseconds(50) }) { servers, cluster in
            let standby = try await Connection.connect(.url(servers.standby.url))
            try await standby.query("SELECT pg_wal_replay_pause()")
            let (_, position) = try await cluster.write.tracked("INSERT INTO items VALUES (1)")

            let seen = try await cluster.read(after: position).query(
                "SELECT count(*), pg_is_in_recovery() FROM items")

            let (count, wasStandby) = try seen.one(Int.self, Bool.self)
            #expect(count == 1 && !wasStandby)
            // Without the position the standby will do, and shows an older state.
            #expect(try await isStandby(cluster.read))
            try await standby.query("SELECT pg_wal_replay_resume()")
            await standby.close()
        }
    }

    @Test func aStandbyThatIsFarBehindIsPassedOver() async throws {
        try await withCluster({ $0.maximumLag = 100_000 }) { servers, cluster in
            let standby = try await Connection.connect(.url(servers.standby.url))
            try await standby.query("SELECT pg_wal_replay_pause()")
            try await cluster.write.query(
                "INSERT INTO items SELECT * FROM generate_series(1, 20000)")
            try await eventually("the primary is read") { try await !isStandby(cluster.read) }
            try await standby.query("SELECT pg_wal_replay_resume()")
            try await eventually("the standby is read") { try await isStandby(cluster.read) }
            await standby.close()
        }
    }

    @Test func afterAPromotionWritesFollow() async throws {
        try await withOwnServers { servers, cluster in
            try await cluster.write.query("INSERT INTO items VALUES (1)")
            try await servers.waitUntilCaughtUp()
            try await losePrimary(of: servers, cluster)
            // It waits for a primary, which the promotion makes.
            let waiting = Task { try await cluster.write.query("INSERT INTO items VALUES (2)") }
            try await servers.promote()

            let rows = try await waiting.value
            #expect(rows.affectedRows == 1)
            let sum = try await cluster.write.query("SELECT sum(id) FROM items")
            #expect(try sum.one(Int.self) == 3)
            // There is no standby now.
            #expect(try await !isStandby(cluster.read))
            let members = cluster.members
            #expect(members.map(\.role) == [.unreachable, .primary])
            #expect(members[1].timeline == 2)

            // The old primary comes back and still thinks it is one: writes stay where they are.
            try await servers.restartPrimary()
            try await eventually("the old one is seen") {
                _ = try await isStandby(cluster.write)
                return cluster.members[0].role == .primary
            }
            try await cluster.write.query("INSERT INTO items VALUES (3)")
            let onNew = try await Connection.connect(.url(servers.standby.url))
            let all = try await onNew.query("SELECT array_agg(id ORDER BY id) FROM items")
            #expect(try all.one([Int].self) == [1, 2, 3])
            await onNew.close()
        }
    }

    @Test func aConnectionThatWasPooledBeforeTheFailoverIsNotUsedAfterIt() async throws {
        try await withOwnServers { servers, cluster in
            let before = try await cluster.write.query("SELECT pg_backend_pid()").one(Int.self)
            try await servers.waitUntilCaughtUp()
            try await losePrimary(of: servers, cluster)
            try await servers.promote()
            let (after, isStandby) = try await cluster.write.query(
                "SELECT pg_backend_pid(), pg_is_in_recovery()"
            ).one(Int.self, Bool.self)
            #expect(after != before && !isStandby)
            #expect(await cluster.statistics[0].connections == 0)
        }
    }

    @Test func readsSurviveTheLossOfTheStandby() async throws {
        try await withOwnServers { servers, cluster in
            #expect(try await isStandby(cluster.read))
            try await servers.killStandby()
            for _ in 0..<5 { #expect(try await !isStandby(cluster.read)) }
            try await servers.restartStandby()
            try await eventually("the standby is read again") { try await isStandby(cluster.read) }
        }
    }

    @Test func readsThatMustNotReachThePrimaryFailWithoutAStandby() async throws {
        try await withOwnServers({ $0.readsFallBackToPrimary = false }) { servers, cluster in
            try await servers.killStandby()
            let error = await #expect(throws: PGError.self) {
                for _ in 0..<3 { try await cluster.read.query("SELECT 1") }
            }
            let codes: [PGError.Code] = [.noSuitableServer, .connectionFailed, .connectionLost]
            #expect(error.map { codes.contains($0.code) } == true)
        }
    }

    @Test func withoutAPrimaryAWriteFailsInTimeAndSaysWhy() async throws {
        try await withOwnServers({ $0.failoverTimeout = .milliseconds(300) }) { servers, cluster in
            try await losePrimary(of: servers, cluster)
            let error = await #expect(throws: PGError.self) {
                try await cluster.write.query("INSERT INTO items VALUES (1)")
            }
            #expect(error?.code == .noSuitableServer && error?.execution == .notSent)
            #expect(error?.message.contains("unreachable") == true)
            #expect(error?.message.contains("standby") == true)
        }
    }

    @Test func aWriteThatWaitsForAPrimaryCanBeCancelled() async throws {
        try await withOwnServers { servers, cluster in
            try await losePrimary(of: servers, cluster)
            let waiting = Task { try await cluster.write.query("INSERT INTO items VALUES (1)") }
            try await eventually("the loss is known") {
                cluster.members[0].role == .unreachable
            }
            waiting.cancel()
            let error = await #expect(throws: PGError.self) { try await waiting.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test func aReturnedConnectionToAStandbyCanBeReset() async throws {
        try await withCluster({ $0.pool.maximumConnections = 1 }) { _, cluster in
            try await cluster.read.withConnection { try await $0.query("SET work_mem = '1MB'") }
            let value = try await cluster.read.query("SELECT current_setting('work_mem')")
            #expect(try value.one(String.self) != "1MB")
            #expect(await cluster.statistics[1].resets == 1)
            #expect(await cluster.statistics[1].failedResets == 0)
        }
    }

    @Test func asAServiceItWatchesTheServersAndClosesWhenCancelled() async throws {
        try await withCluster { _, cluster in
            let running = Task { try await cluster.run() }
            try await eventually("roles are known") {
                cluster.members.map(\.role) == [.primary, .standby]
            }
            running.cancel()
            try await running.value
            let error = await #expect(throws: PGError.self) {
                try await cluster.write.query("SELECT 1")
            }
            #expect(error?.code == .poolClosed)
        }
    }
}
