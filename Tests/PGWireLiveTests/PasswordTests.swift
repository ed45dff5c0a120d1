import LocalPostgres
import PGCore
import PGWire
import Testing

/// A server that asks for a password, which a test database on somebody's server may not.
@Suite(
    "Passwords", .timeLimit(.minutes(1)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct PasswordTests {
    @Test func aWrongPasswordIsReportedWithoutShowingIt() async throws {
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.listen = .loopback(port: nil)
        try await LocalPostgres.withServer(configuration) { server in
            let right = try await Connection.connect(.url(server.url))
            #expect(try await right.query("SELECT 1").count == 1)
            await right.close()
            let port = try #require(server.port)

            let error = await #expect(throws: PGError.self) {
                try await Connection.connect(
                    .url("postgresql://postgres:wr0ng-s3cret@127.0.0.1:\(port)/postgres"))
            }

            #expect(error?.code == .connectionFailed)
            #expect(error?.message.contains("password authentication failed") == true)
            #expect(String(reflecting: error).contains("wr0ng-s3cret") == false)
        }
    }
}
