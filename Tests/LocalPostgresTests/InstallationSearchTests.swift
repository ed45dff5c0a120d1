import Testing

@testable import LocalPostgres

/// A machine that has exactly the programs a test names, each server with its version.
private struct FakeMachine {
    /// Server versions by bin folder.
    var servers: [String: String] = [:]

    /// What `pg_config --bindir` says, by the folder that holds it.
    var configured: [String: String] = [:]

    var links: [String: String] = [:]

    var view: MachineView {
        let servers = servers
        let configured = configured
        let links = links
        return MachineView(
            isExecutable: { path in
                let path = links[path] ?? path
                return servers.keys.contains { path == $0 + "/postgres" || path == $0 + "/initdb" }
                    || configured.keys.contains { path == $0 + "/pg_config" }
            },
            contents: { folder in
                Set(
                    servers.keys.filter { $0.hasPrefix(folder + "/") }
                        .compactMap { $0.dropFirst(folder.count + 1).split(separator: "/").first }
                        .map(String.init)
                ).union(["README"]).sorted()
            },
            output: { command in
                if command[0].hasSuffix("/pg_config") {
                    return configured[String(command[0].dropLast("/pg_config".count))]
                        .map { $0 + "\n" }
                }
                let path = links[command[0]] ?? command[0]
                return servers[String(path.dropLast("/postgres".count))]
                    .map { "postgres (PostgreSQL) \($0) (Debian \($0)-1)\n" }
            },
            resolved: { links[$0] ?? $0 })
    }

    func find(
        _ environment: [String: String] = [:]
    ) throws(LocalPostgresError) -> PostgresInstallation {
        try InstallationSearch(machine: view, environment: environment).first()
    }
}

@Suite("Finding a server")
struct InstallationSearchTests {
    @Test func `PG_BIN wins over everything`() throws {
        let machine = FakeMachine(
            servers: ["/own/bin": "16.2", "/usr/lib/postgresql/17/bin": "17.1", "/p": "15.1"],
            configured: ["/p": "/usr/lib/postgresql/17/bin"])

        let found = try machine.find(["PG_BIN": "/own/bin", "PATH": "/p"])

        #expect(found.binDirectory == "/own/bin")
        #expect(found.version.description == "16.2")
        #expect(found.version.major == 16)
    }

    @Test func `a PG_BIN without a server is an error even where another server is`() {
        let machine = FakeMachine(servers: ["/usr/lib/postgresql/17/bin": "17.1"])

        let error = #expect(throws: LocalPostgresError.self) {
            try machine.find(["PG_BIN": "/nowhere"])
        }

        #expect(error?.code == .serverNotFound)
        #expect(error?.message.hasPrefix("PG_BIN is /nowhere") == true)
    }

    @Test func `pg_config wins over PATH`() throws {
        let machine = FakeMachine(
            servers: ["/a": "14.3", "/configured/bin": "16.0"],
            configured: ["/b": "/configured/bin"])

        #expect(try machine.find(["PATH": "/a:/b"]).binDirectory == "/configured/bin")
    }

    @Test func `a pg_config without a server beside it is passed over`() throws {
        let machine = FakeMachine(servers: ["/a": "14.3"], configured: ["/b": "/empty/bin"])

        #expect(try machine.find(["PATH": "/b:/a"]).binDirectory == "/a")
    }

    @Test func `a link on PATH leads to the real folder`() throws {
        let machine = FakeMachine(
            servers: ["/real/15/bin": "15.18"],
            links: [
                "/links/postgres": "/real/15/bin/postgres", "/links/initdb": "/real/15/bin/initdb",
            ])

        #expect(try machine.find(["PATH": "/links"]).binDirectory == "/real/15/bin")
    }

    @Test(arguments: [
        (["/usr/lib/postgresql/9.6/bin": "9.6.24", "/usr/lib/postgresql/15/bin": "15.2"], 15),
        (["/usr/lib/postgresql/9.6/bin": "9.6.24", "/usr/lib/postgresql/10/bin": "10.1"], 10),
        (["/usr/pgsql-16/bin": "16.1", "/usr/pgsql-17/bin": "17.4"], 17),
        (["/opt/homebrew/opt/postgresql@15/bin": "15", "/opt/homebrew/opt/libpq/bin": "17"], 15),
        (
            ["/usr/local/opt/postgresql@9.6/bin": "9.6", "/usr/local/opt/postgresql@16/bin": "16"],
            16
        ),
        (["/Applications/Postgres.app/Contents/Versions/17/bin": "17.0"], 17),
    ])
    func `the newest of a packager's versions wins`(
        servers: [String: String], major: Int
    ) throws {
        #expect(try FakeMachine(servers: servers).find().version.major == major)
    }

    @Test func `relative folders of PATH are not searched`() {
        let machine = FakeMachine(servers: ["bin": "15.1"])

        #expect(throws: LocalPostgresError.self) { try machine.find(["PATH": "bin:."]) }
    }

    @Test func `no server at all says how to install one`() {
        let error = #expect(throws: LocalPostgresError.self) {
            try FakeMachine().find(["PATH": "/usr/bin:/bin"])
        }

        #expect(error?.code == .serverNotFound)
        #if os(macOS)
        #expect(error?.hint?.contains("brew install postgresql@17") == true)
        #else
        #expect(error?.hint?.contains("sudo apt-get install postgresql") == true)
        #endif
    }

    @Test func `a certain major version is found beside a newer one`() {
        let machine = FakeMachine(
            servers: ["/usr/lib/postgresql/15/bin": "15.2", "/usr/lib/postgresql/17/bin": "17.2"])
        let search = InstallationSearch(machine: machine.view, environment: [:])

        #expect(search.first(major: 15)?.binDirectory == "/usr/lib/postgresql/15/bin")
        #expect(search.first(major: 16) == nil)
    }

    @Test(arguments: [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15, "15.18"),
        ("postgres (PostgreSQL) 18beta1", 18, "18beta1"),
        ("postgres (PostgreSQL) 9.6.24\n", 9, "9.6.24"),
    ])
    func `the version is read from the program's answer`(
        output: String, major: Int, text: String
    ) throws {
        let version = try #require(PostgresVersion(programOutput: output))

        #expect(version.major == major)
        #expect(version.description == text)
    }

    @Test(arguments: [
        "", "postgres", "postgres (PostgreSQL)", "postgres (EDB) 15", "postgres (PostgreSQL) x",
    ])
    func `an answer that is no version is not an installation`(output: String) {
        #expect(PostgresVersion(programOutput: output) == nil)
    }
}
