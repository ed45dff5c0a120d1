import LocalPostgres
import PGCore
import PGTestKit
import Testing

@testable import PGWire

@Suite(
    "Several hosts", .timeLimit(.minutes(2)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct MultiHostTests {
    /// Whether a connection made with these settings ended up at the standby.
    private func isAtStandby(
        _ url: String, _ target: TargetServer? = nil, order: HostOrder? = nil
    ) async throws -> Bool {
        var configuration = ConnectionConfiguration()
        configuration.target = target
        configuration.hostOrder = order
        let connection = try await Connection.connect(.url(url), configuration: configuration)
        let rows = try await connection.query("SELECT pg_is_in_recovery()")
        await connection.close()
        return try rows.decode(Bool.self)[0]
    }

    /// Why no connection could be made.
    private func refusal(_ url: String, _ target: TargetServer) async -> PGError? {
        var configuration = ConnectionConfiguration()
        configuration.target = target
        let settled = configuration
        return await #expect(throws: PGError.self) {
            try await Connection.connect(.url(url), configuration: settled)
        }
    }

    @Test func everyTargetIsFoundWhateverTheOrder() async throws {
        try await ReplicatedServers.withServers { servers in
            let first = try servers.url
            let last = try servers.urlStandbyFirst
            let wanted: [(TargetServer, primaryFirst: Bool, standbyFirst: Bool)] = [
                (.any, false, true), (.readWrite, false, false), (.readOnly, true, true),
                (.primary, false, false), (.standby, true, true), (.preferStandby, true, true),
            ]
            for (target, primaryFirst, standbyFirst) in wanted {
                #expect(try await isAtStandby(first, target) == primaryFirst)
                #expect(try await isAtStandby(last, target) == standbyFirst)
                let text = last + " target_session_attrs=\(target.rawValue)"
                #expect(try await isAtStandby(text) == standbyFirst)
            }

            // Which hosts a random order begins with varies; a target still holds.
            var seen: Set<Bool> = []
            for _ in 0..<60 where seen.count < 2 {
                seen.insert(try await isAtStandby(first, order: .random))
            }
            #expect(seen == [true, false])
            #expect(
                try await isAtStandby(first + " load_balance_hosts=random", .standby))

            // A standby that has gone leaves only the primary.
            try await servers.killStandby()
            #expect(try await !isAtStandby(last, .preferStandby))
            let error = await refusal(last, .standby)
            #expect(error?.code == .connectionFailed)
            #expect(error?.suppressed.count == 2)
            #expect(error?.message.contains("not in hot standby") == true)

            // After a promotion the other one takes writes.
            try await servers.restartStandby()
            try await servers.killPrimary()
            try await servers.promote()
            #expect(try await !isAtStandby(first, .readWrite))
        }
    }

    @Test func aPausedHostIsPassedOver() async throws {
        try await ReplicatedServers.withServers { servers in
            servers.pause(servers.primary)
            let connection = try await Connection.connect(
                .url(try servers.url + " connect_timeout=2"))
            let rows = try await connection.query("SELECT pg_is_in_recovery()")
            #expect(try rows.decode(Bool.self) == [true])
            await connection.close()
            servers.resume(servers.primary)
        }
    }

    /// The first address is one where nobody listens, the second one that never answers.
    @Test func everyAddressOfANameIsTried() async throws {
        let silent = try SilentServer()
        try await LocalPostgres.withServer(ReplicatedServers.defaultConfiguration) { server in
            let port = try #require(server.port)
            let password = try #require(server.environment["PGPASSWORD"])
            var configuration = ConnectionConfiguration()
            configuration.attemptTimeout = .seconds(1)
            let source = ConnectionConfiguration.Source.server(
                .init(
                    hosts: [
                        .init("silent.test", port: Int(silent.port)), .init("db.test", port: port),
                    ],
                    user: "postgres", password: password, database: "postgres"))
            var connector = Connector(
                try ConnectionParameters(source, configuration), configuration, StatementCache())
            connector.lookUp = { name, _ in
                name == "db.test" ? ["127.0.0.9", "127.0.0.1"] : ["127.0.0.1"]
            }
            let connected = try await connector.connect()
            #expect(connected.take()?.parameterStatus("server_version")?.isEmpty == false)

            connector.lookUp = { _, _ in ["127.0.0.8", "127.0.0.9"] }
            let error = await #expect(throws: PGError.self) { try await connector.connect() }
            #expect(error?.suppressed.count == 4)
            for address in ["127.0.0.8", "127.0.0.9"] {
                #expect(error?.message.contains("db.test (\(address)) port \(port)") == true)
            }
        }
    }
}
