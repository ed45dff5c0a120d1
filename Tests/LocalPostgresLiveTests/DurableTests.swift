import Foundation
import LocalPostgres
import Testing

@Suite("Durable servers", .ownServer, .timeLimit(.minutes(2)))
struct DurableTests {
    let folder: Folder
    let path: String
    let configuration: LocalPostgres.Configuration

    init() throws {
        folder = try Folder()
        path = folder.path + "/project/.strata/postgres"
        configuration = .durable(directory: path)
    }

    @Test func `data is there again after a stop and a start`() async throws {
        try await LocalPostgres.withServer(configuration) { server in
            try expect(server, "show fsync", gives: "on")
            _ = try psql(server, "create table notes as select 'kept' as body")
        }

        try await LocalPostgres.withServer(configuration) { server in
            #expect(server.isOwner)
            try expect(server, "select body from notes", gives: "kept")
        }
    }

    @Test func `a running server is shared and left to its owner`() async throws {
        let owner = try await LocalPostgres.start(configuration)
        let guest = try await LocalPostgres.start(configuration)

        #expect(!guest.isOwner)
        #expect(guest.url == owner.url)
        try await guest.stop()
        try expect(owner, "select 1", gives: "1")
        try await owner.stop()
    }

    @Test func `one of many that start at once owns the server`() async throws {
        let servers = try await withThrowingTaskGroup(of: LocalPostgres.self) { group in
            for _ in 0..<4 {
                group.addTask { try await LocalPostgres.start(configuration) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(servers.filter(\.isOwner).count == 1)
        #expect(Set(servers.map(\.url)).count == 1)
        for server in servers {
            try await server.stop()
        }
    }

    @Test func `a running server without the wanted port is an error`() async throws {
        try await LocalPostgres.withServer(configuration) { server in
            let error = await failure(configuration.listening(.loopback(port: nil)))

            #expect(error?.code == .runningDifferently)
            try expect(server, "select 1", gives: "1")
        }
    }

    @Test func `a server that was killed is started again with its data`() async throws {
        let first = try await LocalPostgres.start(configuration)
        _ = try psql(first, "create table notes as select 'kept' as body")
        let process = try serverProcess(first.directory)

        kill(process, SIGKILL)
        #expect(await hasEnded(process))
        let second = try await LocalPostgres.start(configuration)

        #expect(second.isOwner)
        try expect(second, "select body from notes", gives: "kept")
        try await second.stop()
        try await first.stop()
    }

    @Test func `a pid file that names an unrelated process is no obstacle`() async throws {
        let server = try await LocalPostgres.start(configuration)
        let file = server.directory + "/data/postmaster.pid"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let process = try serverProcess(server.directory)
        try await server.stop()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        let bystander = try Bystander(like: file)
        defer { bystander.end() }
        try (["\(bystander.process)"] + lines.map(String.init)).joined(separator: "\n")
            .write(toFile: file, atomically: false, encoding: .utf8)

        let second = try await LocalPostgres.start(configuration)

        #expect(second.isOwner)
        #expect(try serverProcess(second.directory) != process)
        #expect(isRunning(bystander.process))
        try await second.stop()
    }

    @Test func `a directory with other contents stays as it is`() async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try "mine".write(toFile: path + "/PG_VERSION", atomically: true, encoding: .utf8)

        let error = try #require(await failure(configuration))

        #expect(error.code == .directoryNotOurs)
        #expect(error.message.contains(path))
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["PG_VERSION"])
    }

    @Test func `a cluster of another major version names the version it needs`() async throws {
        let server = try await LocalPostgres.start(configuration)
        try await server.stop()
        try "9\n".write(
            toFile: server.directory + "/data/PG_VERSION", atomically: true, encoding: .utf8)

        let error = try #require(await failure(configuration))

        #expect(error.code == .versionMismatch)
        #expect(error.message.contains("made by PostgreSQL 9"))
        #expect(error.message.contains(server.installation.version.description))
    }

    @Test func `a start that broke off is finished by the next`() async throws {
        let server = try await LocalPostgres.start(configuration)
        try await server.stop()
        try FileManager.default.moveItem(
            atPath: server.directory + "/data", toPath: server.directory + "/data.new")

        try await LocalPostgres.withServer(configuration) { server in
            try expect(server, "select 1", gives: "1")
        }
    }

    @Test(.enabled("only root has folders that its server cannot reach") { getuid() == 0 })
    func `root's closed folder gets a link to where the server can go`() async throws {
        let closed = folder.path + "/closed"
        try FileManager.default.createDirectory(
            atPath: closed, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        let inside = LocalPostgres.Configuration.durable(directory: closed + "/.strata/postgres")

        let first = try await LocalPostgres.start(inside)
        defer { try? FileManager.default.removeItem(atPath: first.directory) }
        _ = try psql(first, "create table notes as select 'kept' as body")
        try await first.stop()

        #expect(first.directory.hasPrefix("/var/lib/strata/postgres-"))
        try await LocalPostgres.withServer(inside) { server in
            #expect(server.directory == first.directory)
            try expect(server, "select body from notes", gives: "kept")
        }
    }

    @Test func `a deep directory gets a short socket that goes away`() async throws {
        let deep = path + "/" + String(repeating: "deep, \"odd\" $HOME folder/", count: 6) + "pg"

        let server = try await LocalPostgres.start(.durable(directory: deep))
        let socket = try #require(server.environment["PGHOST"])

        #expect(socket.hasPrefix("/tmp/strata-socket-"))
        try expect(server, "select 1", gives: "1")
        try await server.stop()
        #expect(!FileManager.default.fileExists(atPath: socket))
    }
}

/// A process that has nothing to do with Postgres, run by the account that runs the server.
struct Bystander {
    private let child: Process
    var process: Int32 { child.processIdentifier }

    /// Postgres takes a process of another account for a stranger by itself, so the account matters.
    init(like file: String) throws {
        let folder = (file as NSString).deletingLastPathComponent
        let owner = try FileManager.default.attributesOfItem(atPath: folder)[.ownerAccountID]
        let user = try #require(owner as? Int)
        child = Process()
        if getuid() == 0, user != 0 {
            child.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            child.arguments = ["--reuid=\(user)", "--clear-groups", "sleep", "120"]
        } else {
            child.executableURL = URL(fileURLWithPath: "/bin/sleep")
            child.arguments = ["120"]
        }
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        child.currentDirectoryURL = URL(fileURLWithPath: "/")
        try child.run()
    }

    func end() {
        // The test runner may have blocked gentler signals, and a child inherits that.
        kill(process, SIGKILL)
        child.waitUntilExit()
    }
}
