import LocalPostgres
import PGCore
import PGTestKit
import Synchronization
import Testing

@testable import PGWire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Connecting", .liveDatabase, .timeLimit(.minutes(1)))
struct ConnectTests {
    private func url(_ more: String) throws -> String {
        try TestDatabase.current.url + " " + more
    }

    @Test func settingsHoldFromTheStartWhateverTheyContain() async throws {
        var configuration = ConnectionConfiguration()
        configuration.settings = [
            "statement_timeout": "5s", "search_path": "a, \"b c\"", "strata.empty": "",
            "strata.odd": " x  y\\z\t'q' \"d\"=;--\nä€\u{1F418} ", "strata.slash": "\\\\ \\",
        ]
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        for (name, value) in configuration.settings {
            let found = try await connection.query("SELECT current_setting(\(name))")
            #expect(try found.decode(String.self) == [value], "\(name)")
        }
        try await connection.executeOnce("SET statement_timeout = '1s'")
        try await connection.executeOnce("RESET ALL")
        let after = try await connection.query("SHOW statement_timeout")
        #expect(try after.decode(String.self) == ["5s"])
        await connection.close()
    }

    @Test func settingsWinOverTheStringsOptionsAndLeaveTheOthers() async throws {
        var configuration = ConnectionConfiguration()
        configuration.settings = ["work_mem": "9MB"]
        let connection = try await Connection.connect(
            .url(try url("options='-c work_mem=8MB -c geqo=off'")), configuration: configuration)
        let found = try await connection.query(
            "SELECT current_setting('work_mem'), current_setting('geqo')")
        #expect(try found.decode(String.self, String.self)[0] == ("9MB", "off"))
        await connection.close()
    }

    @Test func aSettingTheServerDoesNotKnowIsReported() async throws {
        var configuration = ConnectionConfiguration()
        configuration.settings = ["no_such_setting": "1"]
        let error = await #expect(throws: PGError.self) {
            try await TestDatabase.current.connect(configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.sqlState == "42704")
        #expect(error?.message.contains("no_such_setting") == true)
    }

    @Test func theApplicationIsNamed() async throws {
        let connection = try await TestDatabase.current.connect()
        let name = "SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        #expect(try await connection.query("\(raw: name)").decode(String.self) == ["strata"])
        let other = try await Connection.connect(.url(try url("application_name=other")))
        #expect(try await other.query("\(raw: name)").decode(String.self) == ["other"])
        await other.close()
        await connection.close()
    }

    @Test func refusalsHaveTheServersCode() async throws {
        let missing = try url("dbname=no_such_database")
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(.url(missing))
        }
        #expect(error?.sqlState == "3D000")
        #expect(error?.execution == .notSent)
        #expect(error?.message.contains("LOCATION") == false)
        #expect(error?.message.contains("3D000") == false)
    }

    @Test func theListOfAttemptsNamesEveryHostAddressAndReason() async throws {
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url(
                    "host=localhost,127.0.0.2,/nonexistent/socket,no-such-host.invalid "
                        + "port=1,2,3,4 user=x dbname=x"))
        }
        let message = try #require(error?.message)
        #expect(error?.code == .connectionFailed)
        for part in [
            "localhost (127.0.0.1) port 1", "127.0.0.2 port 2", "/nonexistent/socket port 3",
            "no-such-host.invalid", "could not be looked up",
        ] {
            #expect(message.contains(part), "\(part) in \(message)")
        }
        #expect((error?.suppressed.count ?? 0) >= 4)
    }

    /// By a folder, in a string, a URI and a Swift value.
    @Test func aUnixSocketIsAHostLikeAnyOther() async throws {
        let (folder, port, user) = try await TestDatabase.pool.query(
            """
            SELECT trim('"' FROM split_part(current_setting('unix_socket_directories'), ',', 1)),
                current_setting('port')::int, session_user::text
            """
        ).one(String.self, Int.self, String.self)
        let database = try TestDatabase.current.name
        let encoded = folder.replacing("/", with: "%2F")
        let sources: [ConnectionConfiguration.Source] = [
            .url("host='\(folder)' port=\(port) user='\(user)' dbname=\(database)"),
            .url("postgresql://\(user)@\(encoded):\(port)/\(database)"),
            .url("postgresql:///\(database)?host=\(encoded)&port=\(port)&user=\(user)"),
            .server(.init(host: folder, port: port, user: user, database: database)),
        ]
        for source in sources {
            let connection = try await Connection.connect(source)
            let row = try await connection.query(
                "SELECT inet_server_addr() IS NULL, current_database()::text"
            ).one(Bool.self, String.self)
            #expect(row == (true, database))
            await connection.close()
        }
    }

    @Test func aHostThatNeverAnswersCostsOnlyItsShare() async throws {
        let silent = try SilentServer()
        let good = try await TestDatabase.current.connect()
        let place = try await good.query(
            "SELECT split_part(current_setting('unix_socket_directories'), ',', 1)"
        ).decode(String.self)[0]
        await good.close()
        var configuration = ConnectionConfiguration()
        configuration.attemptTimeout = .seconds(1)
        let socket = place.filter { $0 != "\"" }
        let connection = try await Connection.connect(
            .url(try url("host='127.0.0.1,\(socket)' port='\(silent.port),5432' sslmode=disable")),
            configuration: configuration)
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test func theWholeTimeEndsEveryAttempt() async throws {
        let first = try SilentServer()
        let second = try SilentServer()
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .milliseconds(300)
        configuration.attemptTimeout = .milliseconds(200)
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url(
                    "host=127.0.0.1,127.0.0.1,127.0.0.1 user=x dbname=x sslmode=disable "
                        + "port=\(first.port),\(second.port),\(first.port)"),
                configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect((error?.suppressed.count ?? 0) < 3)
        #expect(error?.message.contains("in time") == true)
    }

    @Test func theTasksDeadlineIsToldApart() async throws {
        let silent = try SilentServer()
        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.milliseconds(100)) {
                try await Connection.connect(
                    .url("postgresql://x@127.0.0.1:\(silent.port)/x?sslmode=disable"))
            }
        }
        #expect(error?.code == .deadlineExceeded)
    }
}

@Suite(
    "A server that stops answering", .timeLimit(.minutes(1)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct LostPeerTests {
    #if os(Linux)
    private func option(_ name: Int32, of socket: Int32) -> Int32 {
        var value: Int32 = -1
        var length = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe getsockopt(socket, Int32(IPPROTO_TCP), name, &value, &length)
        return value
    }

    @Test func theSystemIsToldToWatchForALostPeer() async throws {
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.listen = .loopback(port: nil)
        try await LocalPostgres.withServer(configuration) { server in
            let connection = try await Connection.connect(
                .url(server.url + "?keepalives_idle=17"))
            let socket = await connection.socket
            #expect(option(TCP_KEEPIDLE, of: socket) == 17)
            #expect(option(TCP_KEEPINTVL, of: socket) == 10)
            #expect(option(TCP_KEEPCNT, of: socket) == 3)
            #expect(option(TCP_USER_TIMEOUT, of: socket) == 60_000)
            await connection.close()
        }
    }
    #endif

    /// The request reaches nobody: the process that would take it does not run.
    @Test func aCancelRequestThatReachesNobodyIsNotWaitedForForever() async throws {
        try await ReplicatedServers.withServers { servers in
            var configuration = ConnectionConfiguration()
            configuration.cancelTimeout = .milliseconds(300)
            let connection = try await Connection.connect(
                .url(servers.primary.url), configuration: configuration)
            try await whileItSleeps(connection, seenFrom: servers.primary.url) { task in
                servers.pause(servers.primary)
                task.cancel()
                let error = await #expect(throws: PGError.self) { try await task.value }
                #expect(error?.execution == .mayHaveRun)
            }
            servers.resume(servers.primary)
            await connection.close()
        }
    }
}

@Suite(
    "Passwords from a closure", .timeLimit(.minutes(1)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct PasswordCallbackTests {
    private struct VaultIsClosed: Error {}

    /// Runs `body` with the parts of a server that asks for a password.
    private func withServer(
        _ body: (ConnectionConfiguration.Server, _ password: String) async throws -> Void
    ) async throws {
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.listen = .loopback(port: nil)
        try await LocalPostgres.withServer(configuration) { server in
            let password = try #require(server.environment["PGPASSWORD"])
            try await body(
                .init(
                    host: "127.0.0.1", port: server.port, user: "postgres", password: "0ld",
                    database: "postgres"), password)
        }
    }

    @Test func areFetchedForEachAttemptAndMayChange() async throws {
        try await withServer { server, password in
            let current = Mutex("expired")
            let requests = Mutex<[ConnectionConfiguration.PasswordRequest]>([])
            var configuration = ConnectionConfiguration()
            configuration.password = { request in
                requests.withLock { $0.append(request) }
                await Task.yield()
                return current.withLock { $0 }
            }
            let error = await #expect(throws: PGError.self) {
                try await Connection.connect(.server(server), configuration: configuration)
            }
            #expect(error?.sqlState == "28P01")
            #expect(!String(reflecting: error).contains("expired"))

            current.withLock { $0 = password }
            let connection = try await Connection.connect(
                .server(server), configuration: configuration)
            await connection.close()

            let seen = requests.withLock { $0 }
            #expect(seen.count == 2)
            #expect(seen.last?.host == "127.0.0.1" && seen.last?.user == "postgres")
            #expect(seen.last?.port == server.hosts[0].port && seen.last?.database == "postgres")
        }
    }

    @Test func everyHostIsAskedFor() async throws {
        try await withServer { server, password in
            var server = server
            server.hosts.insert(.init("127.0.0.1", port: 1), at: 0)
            let ports = Mutex<[Int?]>([])
            var configuration = ConnectionConfiguration()
            configuration.connectTimeout = .seconds(40)
            configuration.password = { request in
                ports.withLock { $0.append(request.port) }
                return password
            }
            let connection = try await Connection.connect(
                .server(server), configuration: configuration)
            await connection.close()
            #expect(ports.withLock { $0 } == server.hosts.map(\.port))
        }
    }

    @Test func aWrongPasswordIsNotShownToFurtherHosts() async throws {
        try await withServer { server, _ in
            var server = server
            server.hosts.append(server.hosts[0])
            let count = Mutex(0)
            var configuration = ConnectionConfiguration()
            configuration.password = { _ in
                count.withLock { $0 += 1 }
                return "wr0ng"
            }
            await #expect(throws: PGError.self) {
                try await Connection.connect(.server(server), configuration: configuration)
            }
            #expect(count.withLock { $0 } == 1)
        }
    }

    @Test func aFailureIsReportedAsItsReason() async throws {
        var configuration = ConnectionConfiguration()
        configuration.password = { _ in throw VaultIsClosed() }
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url("host=127.0.0.1,127.0.0.2 user=x"), configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.underlying is VaultIsClosed)
    }

    @Test func aClosureThatNeverReturnsIsCancelledAndNotWaitedFor() async throws {
        let wasCancelled = Mutex(false)
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .milliseconds(100)
        configuration.password = { _ in
            do {
                try await Task.sleep(for: .seconds(1_000))
            } catch {
                wasCancelled.withLock { $0 = true }
                throw error
            }
            return ""
        }
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url("host=127.0.0.1 user=x"), configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("not fetched in time") == true)
        try await eventually("the closure is cancelled") { wasCancelled.withLock { $0 } }
    }

    @Test func thePasswordFileIsReadForTheHostsName() async throws {
        try await withServer { server, password in
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let file = try folder.write(
                "localhost:*:*:postgres:\(password)\n*:*:*:*:wrong\n", to: "pgpass")
            var server = server
            server.password = nil
            server.hosts = [.init("localhost", port: server.hosts[0].port, address: "127.0.0.1")]
            server.otherKeywords = ["passfile": file]
            let connection = try await Connection.connect(.server(server))
            await connection.close()
            server.hosts[0].name = "127.0.0.1"
            let error = await #expect(throws: PGError.self) {
                try await Connection.connect(.server(server))
            }
            #expect(error?.sqlState == "28P01")
        }
    }
}
