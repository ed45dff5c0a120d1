import Foundation
import LocalPostgres
import Testing

@Suite("A killed parent", .ownServer, .timeLimit(.minutes(2)))
struct KilledParentTests {
    @Test func `takes its throwaway server and the directory with it`() async throws {
        let parent = try Parent(arguments: [])
        let process = try serverProcess(parent.directory)
        #expect(isRunning(process))

        parent.kill()

        #expect(await hasEnded(process))
        #expect(await hasVanished(parent.directory))
    }

    @Test func `takes its durable server with it but not the data`() async throws {
        let folder = try Folder()
        let path = folder.path + "/pg"
        let parent = try Parent(arguments: [path])
        let process = try serverProcess(parent.directory)
        let guest = try await LocalPostgres.start(.durable(directory: path))
        #expect(!guest.isOwner)
        _ = try psql(guest, "create table notes as select 'kept' as body")

        parent.kill()

        #expect(await hasEnded(process))
        try await LocalPostgres.withServer(.durable(directory: path)) { server in
            #expect(server.isOwner)
            try expect(server, "select body from notes", gives: "kept")
        }
    }
}

/// The probe program, running with a server of its own.
private final class Parent {
    let directory: String
    private let process: Process

    init(arguments: [String]) throws {
        process = Process()
        process.executableURL = try Self.program()
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        var text = ""
        while !text.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        directory = text.trimmingCharacters(in: .newlines)
        try #require(directory.hasPrefix("/"))
    }

    func kill() {
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The build folder, where the probe lies next to the tests.
    private static func program() throws -> URL {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0])
        var folder = tests.resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let probe = folder.appendingPathComponent("LocalPostgresProbe")
            if FileManager.default.isExecutableFile(atPath: probe.path) { return probe }
            folder.deleteLastPathComponent()
        }
        return try #require(nil, "LocalPostgresProbe is not next to \(tests.path)")
    }
}
