import Foundation
import LocalPostgres
import Testing

@Suite("Throwaway servers", .ownServer, .timeLimit(.minutes(2)))
struct ThrowawayTests {
    @Test func `takes connections and is gone after stop`() async throws {
        let server = try await LocalPostgres.start()
        let process = try serverProcess(server.directory)

        try expect(server, "select 40 + 2", gives: "42")
        try expect(server, "show fsync", gives: "off")
        try expect(server, "show max_connections", gives: "200")
        try expect(server, "show server_encoding", gives: "UTF8")
        try expect(server, "show listen_addresses", gives: "")
        try await server.stop()

        #expect(!isRunning(process))
        #expect(!FileManager.default.fileExists(atPath: server.directory))
    }

    @Test func `stopping again does nothing`() async throws {
        let server = try await LocalPostgres.start()

        try await server.stop()
        try await server.stop()

        #expect(server.isOwner)
    }

    @Test func `the scoped form stops the server when the body throws`() async throws {
        struct Failure: Error {}
        var directory: String?

        await #expect(throws: Failure.self) {
            try await LocalPostgres.withServer { server in
                directory = server.directory
                throw Failure()
            }
        }

        let used = try #require(directory)
        #expect(!FileManager.default.fileExists(atPath: used))
    }

    @Test func `a server nobody keeps is stopped`() async throws {
        var server: LocalPostgres? = try await LocalPostgres.start()
        let directory = try #require(server?.directory)
        let process = try serverProcess(directory)

        server = nil

        #expect(await hasEnded(process))
        #expect(await hasVanished(directory))
        #expect(server == nil)
    }

    @Test func `only the server's account can enter the folder of the socket`() async throws {
        try await LocalPostgres.withServer { server in
            let attributes = try FileManager.default.attributesOfItem(
                atPath: server.directory + "/socket")

            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `settings reach the server and win over the defaults`() async throws {
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.settings = ["work_mem": "7MB", "cluster_name": "it's, \"odd\""]

        try await LocalPostgres.withServer(configuration) { server in
            try expect(server, "show work_mem", gives: "7MB")
            try expect(server, "show cluster_name", gives: "it's, \"odd\"")
        }
    }

    @Test func `a setting the server refuses fails with the log's last lines`() async throws {
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.settings = ["no_such_setting": "1"]

        let error = try #require(await failure(configuration))

        #expect(error.code == .startFailed)
        #expect(error.serverLog.contains { $0.contains("no_such_setting") })
        #expect(error.description.contains("no_such_setting"))
    }

    @Test func `a machine without a server says how to install one`() async throws {
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.environment = ["PG_BIN": "/nowhere"]

        let error = try #require(await failure(configuration))

        #expect(error.code == .serverNotFound)
        #expect(error.message.contains("/nowhere"))
    }

    @Test func `a start that takes too long is given up and cleared away`() async throws {
        let folder = try Folder()
        var configuration = LocalPostgres.Configuration.durable(directory: folder.path + "/pg")
        configuration.startTimeout = .zero

        let error = try #require(await failure(configuration))

        #expect(error.code == .timedOut)
        configuration.startTimeout = .seconds(30)
        try await LocalPostgres.withServer(configuration) { server in
            try expect(server, "select 1", gives: "1")
        }
    }

    @Test(arguments: 0..<4)
    func `a start that breaks off leaves nothing`(step: Int) async throws {
        let folder = try Folder()
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.environment = ProcessInfo.processInfo.environment
        configuration.environment?["TMPDIR"] = folder.path
        configuration.startTimeout = .milliseconds(step * 80)

        let error = await failure(configuration)

        #expect(error == nil || error?.code == .timedOut)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test func `a cancelled start says so`() async throws {
        let task = Task { await failure(.throwaway) }
        task.cancel()

        #expect(await task.value?.code == .cancelled)
    }
}
