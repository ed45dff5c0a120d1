import Foundation

/// The built tool, run in a folder of its own.
final class CommandLineTool: Sendable {
    /// How a run ended.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    let folder: URL

    init(_ migrations: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "strata-cli-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "migrations"), withIntermediateDirectories: true)
        for (name, text) in migrations { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: "migrations/\(name).sql"))
    }

    /// Runs the tool to its end.
    ///
    /// Output goes through files, so that no pipe can fill up.
    func run(_ arguments: String..., url: String? = nil) async throws -> Outcome {
        let process = try start(arguments, url: url)
        return try await process.finish()
    }

    /// Starts the tool.
    func start(_ arguments: [String], url: String? = nil) throws -> RunningTool {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["DATABASE_URL"] = url
        process.environment = environment
        return try RunningTool(process, of: self)
    }

    /// Tests and products are built into the same folder.
    private static let executable: URL = {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        // On macOS the tests are a bundle, three levels deep.
        while folder.path() != "/",
            !FileManager.default.isExecutableFile(
                atPath: folder.appending(path: "strata").path())
        {
            folder = folder.deletingLastPathComponent()
        }
        return folder.appending(path: "strata")
    }()
}
