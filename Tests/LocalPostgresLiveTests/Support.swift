import Foundation
import LocalPostgres
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a suite only where another server is given and none is installed.
    ///
    /// Without a given server the tests run, and fail where there is nothing to start.
    static var ownServer: Self {
        let variables = ProcessInfo.processInfo.environment
        let isGiven = variables["DATABASE_URL"] != nil || variables["PGHOST"] != nil
        return .enabled("DATABASE_URL or PGHOST is set and no server is installed") {
            !isGiven || (try? PostgresInstallation.find()) != nil
        }
    }
}

/// Runs one statement with `psql` and gives what it prints.
func psql(_ server: LocalPostgres, _ statement: String) throws -> String {
    try psql(url: server.url, statement)
}

func psql(url: String, _ statement: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["psql", "-XAtqw", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]
    // Variables such as PGPASSWORD or PGSSLMODE must not help or hinder.
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key == "PATH" }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    guard process.terminationStatus == 0 else { throw PsqlFailure(text: text) }
    return text
}

/// Expects what `psql` prints for a statement.
func expect(
    _ server: LocalPostgres, _ statement: String, gives expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let answer = try psql(url: server.url, statement)
    #expect(answer == expected, sourceLocation: sourceLocation)
}

struct PsqlFailure: Error {
    let text: String
}

/// A folder for one test, in a place every account can reach, removed with the value.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/strata-tests-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

func serverProcess(_ directory: String) throws -> Int32 {
    let text = try String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)
    return try #require(text.split(separator: "\n").first.flatMap { Int32($0) })
}

/// Whether the process runs; a zombie that nobody has waited for does not.
func isRunning(_ process: Int32) -> Bool {
    guard kill(process, 0) == 0 || errno == EPERM else { return false }
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
        return !FileManager.default.fileExists(atPath: "/proc/self")
    }
    return !status.contains(") Z ")
}

extension LocalPostgres.Configuration {
    func listening(_ listen: LocalPostgres.Listen) -> Self {
        var copy = self
        copy.listen = listen
        return copy
    }
}

/// The code of the error that a start fails with; nil when it does not fail.
func failure(
    _ configuration: LocalPostgres.Configuration
) async -> LocalPostgresError? {
    do throws(LocalPostgresError) {
        let server = try await LocalPostgres.start(configuration)
        try? await server.stop()
        return nil
    } catch {
        return error
    }
}
