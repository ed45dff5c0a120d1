import Foundation
import LocalPostgres
import PGTestKit
import PGWire
import Testing

/// The version of the server that the tests are to run with, when somebody asked for one.
private let expected = ProcessInfo.processInfo.environment["STRATA_EXPECT_POSTGRES"]

@Suite("The server's version", .timeLimit(.minutes(1)))
struct ServerVersionTests {
    @Test(.liveDatabase, .enabled(if: expected != nil, "any version will do"))
    func `the tests run with the server that was asked for`() async throws {
        let version = try #require(expected.flatMap { Int($0) })
        let (connected, reported) = try await TestDatabase.pool.withConnection { connection in
            let rows = try await connection.query("SHOW server_version_num")
            return (connection.serverVersion, try rows.one(String.self))
        }
        #expect(connected / 10_000 == version)
        #expect(reported == "\(connected)")
        // Servers that tests start by themselves are of the same version.
        #expect(try PostgresInstallation.find().version.major == version)
    }
}
