import LocalPostgres
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite(
    "A primary and its standby", .timeLimit(.minutes(2)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct ReplicatedServersTests {
    @Test func theStandbyFollowsIsPromotedAndBothCanBeKilledAndRestarted() async throws {
        try await ReplicatedServers.withServers { servers in
            let primary = try await Connection.connect(.url(servers.primary.url))
            try await primary.query("CREATE TABLE seen (id int)")
            try await primary.query("INSERT INTO seen VALUES (1)")
            try await servers.waitUntilCaughtUp()
            let standby = try await Connection.connect(.url(servers.standby.url))
            #expect(try await standby.query("SELECT id FROM seen").decode(Int.self) == [1])
            #expect(
                try await standby.query("SELECT pg_is_in_recovery()").decode(Bool.self) == [true])

            try await servers.killPrimary()
            await #expect(throws: PGError.self) { try await primary.query("SELECT 1") }
            try await servers.promote()
            try await standby.query("INSERT INTO seen VALUES (2)")
            #expect(try await standby.query("SELECT count(*) FROM seen").decode(Int.self) == [2])

            try await servers.restartPrimary()
            let again = try await Connection.connect(.url(servers.primary.url))
            #expect(try await again.query("SELECT count(*) FROM seen").decode(Int.self) == [1])
            await again.close()
            await standby.close()
        }
    }
}
