import Foundation
import Hummingbird
import HummingbirdTesting
import Migrations

/// The built program, started in a folder, without a database that the environment of the tests names.
final class RunningDemo: @unchecked Sendable {
    // Protected by its use: Foundation's Process is used by one test only, after it was started here.
    private let process: Process
    private let lines: AsyncStream<String>
    let port: Int

    /// Starts the program; its log goes into a file, if one is named.
    init(
        in folder: URL, port: Int, database: String? = nil, arguments: [String] = [],
        log: URL? = nil
    ) throws {
        self.port = port
        process = Process()
        process.arguments = arguments
        process.executableURL = Self.executable
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["DATABASE_URL"] = database
        environment["PGHOST"] = nil
        environment["HOST"] = nil
        environment["PORT"] = "\(port)"
        environment["STRATA_MIGRATIONS"] = MigrationDirectory.demo.path
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput =
            try log.map { file in
                try Data().write(to: file)
                return try FileHandle(forWritingTo: file)
            } ?? FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        lines = Self.lines(of: errors.fileHandleForReading)
        try process.run()
    }

    /// Runs `body` with the program on a free port, and ends it however `body` ends.
    static func withServing(
        in folder: URL, database: String? = nil, arguments: [String] = [], log: URL? = nil,
        _ body: (RunningDemo) async throws -> Void
    ) async throws {
        let demo = try await serving(
            in: folder, database: database, arguments: arguments, log: log)
        do {
            try await body(demo)
        } catch {
            await demo.end()
            throw error
        }
        await demo.end()
    }

    private func end() async {
        if process.isRunning { interrupt() }
        _ = await finish()
    }

    /// Starts the program on a free port and waits until it takes requests.
    private static func serving(
        in folder: URL, database: String?, arguments: [String], log: URL?
    ) async throws -> RunningDemo {
        for _ in 0..<5 {
            // Below the ports that systems give to clients.
            let demo = try RunningDemo(
                in: folder, port: .random(in: 20_000..<32_000), database: database,
                arguments: arguments, log: log)
            var output: [String] = []
            for await line in demo.lines {
                if line.hasPrefix("Listening on ") { return demo }
                output.append(line)
            }
            guard output.contains(where: { $0.hasPrefix("error: cannot listen") }) else {
                throw Failure(output: output)
            }
        }
        throw Failure(output: ["no port is free"])
    }

    var processID: Int32 { process.processIdentifier }

    struct Failure: Error {
        let output: [String]
    }

    /// Sends SIGINT, as Ctrl-C does.
    func interrupt() { process.interrupt() }

    /// Waits for the end; returns the exit code and what was said meanwhile.
    func finish() async -> (status: Int32, lines: [String]) {
        var said: [String] = []
        for await line in lines { said.append(line) }
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }

    func get(_ path: String) async throws -> (HTTPResponse.Status, String) {
        try await send { try await $0.get(path) }
    }

    func post(_ path: String, _ body: String) async throws -> (HTTPResponse.Status, String) {
        try await send { try await $0.post(path, body: ByteBuffer(string: body)) }
    }

    private func send(
        _ request: @escaping @Sendable (TestClient) async throws -> TestClient.Response
    ) async throws -> (HTTPResponse.Status, String) {
        let response = try await TestClient.withClient(
            host: "127.0.0.1", port: port, operation: request)
        return (response.status, String(buffer: response.body ?? ByteBuffer()))
    }

    private static func lines(of handle: FileHandle) -> AsyncStream<String> {
        AsyncStream { continuation in
            let thread = Thread {
                var rest = Data()
                while true {
                    let data = handle.availableData
                    rest += data
                    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                        continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                        rest = Data(rest[rest.index(after: end)...])
                    }
                    if data.isEmpty { return continuation.finish() }
                }
            }
            thread.start()
        }
    }

    /// Tests and products are built into the same folder.
    private static let executable: URL = {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        // On macOS the tests are a bundle, three levels deep.
        while folder.path() != "/",
            !FileManager.default.isExecutableFile(
                atPath: folder.appending(path: "DemoAPI").path())
        {
            folder = folder.deletingLastPathComponent()
        }
        return folder.appending(path: "DemoAPI")
    }()
}
