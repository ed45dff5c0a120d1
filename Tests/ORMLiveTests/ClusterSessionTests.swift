import LocalPostgres
import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite(
    "Sessions over a primary and its standby", .serialized, .timeLimit(.minutes(2)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct ClusterSessionTests {
    private func withDatabase(
        _ body: (Database, Cluster, ReplicatedServers) async throws -> Void
    ) async throws {
        try await ReplicatedServers.withServers { servers in
            var configuration = ClusterConfiguration()
            configuration.probeInterval = .milliseconds(100)
            configuration.failoverTimeout = .seconds(30)
            configuration.catchUpTimeout = .seconds(20)
            configuration.readsFallBackToPrimary = false
            configuration.pool.reconnect.initialPause = .milliseconds(5)
            configuration.pool.reconnect.maximumPause = .milliseconds(50)
            let cluster = try Cluster(.url(servers.url), configuration: configuration)
            do {
                for statement in try relatedSchema.createStatements() {
                    try await cluster.write.query(statement)
                }
                try await body(Database(cluster), cluster, servers)
            } catch {
                await cluster.close(within: .zero)
                throw error
            }
            await cluster.close(within: .seconds(1))
        }
    }

    private func isStandby(_ session: Session) async throws -> Bool {
        try await session.query("SELECT pg_is_in_recovery()").decode(Bool.self)[0]
    }

    private func reading(after position: WALPosition) -> SessionConfiguration {
        var configuration = SessionConfiguration(access: .readOnly)
        configuration.readsAfter = position
        return configuration
    }

    @Test func `those that only read are on the standby, and follow a failover`() async throws {
        try await withDatabase { database, cluster, servers in
            try await database.withSession { session in
                session.add(Author(name: "A"))
                try await session.commit()
                let isStandby = try await isStandby(session)
                #expect(!isStandby)
            }
            let written = try await cluster.write.position()
            try await database.withSession(configuration: reading(after: written)) { session in
                let isStandby = try await isStandby(session)
                #expect(isStandby)
                #expect(try await session.fetch(Author.all).map(\.name) == ["A"])
            }
            // Everything was given back.
            #expect(await cluster.statistics.allSatisfy { $0.leased == 0 })

            try await database.withSandbox { sandbox in
                try await sandbox.withSession { session in
                    session.add(Author(name: "B"))
                    try await session.commit()
                }
            }
            try await servers.killPrimary()
            try await servers.promote()
            try await database.withSession(retry: .serializationFailures(max: 1)) { session in
                #expect(try await session.fetch(Author.all).map(\.name) == ["A"])
                session.add(Author(name: "C"))
                try await session.commit()
            }
        }
    }
}
