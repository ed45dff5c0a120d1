import Dispatch
import Foundation
import Support

/// A server that runs while it is measured, in one process.
final class ServerProcess {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let port: Int
    private let name: String

    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts a server, and waits until it answers.
    init(_ program: Server.Program, _ options: Options, databaseURL: String, port: Int) throws {
        self.port = port
        name = program.rawValue
        let words = Self.words(program, options, port)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        var environment = ProcessInfo.processInfo.environment
        environment.merge(
            [
                "DATABASE_URL": databaseURL, "HOST": "127.0.0.1", "PORT": String(port),
                "LOG_LEVEL": "warning", "STRATA_MIGRATIONS": "../migrations",
            ]
        ) { _, ours in ours }
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
        do {
            try waitUntilItAnswers(program == .demo ? "/health" : "/users")
        } catch {
            stop()
            throw error
        }
    }

    private static func words(
        _ program: Server.Program, _ options: Options, _ port: Int
    ) -> [String] {
        guard program != .demo else { return [options.demo] }
        return [
            options.python, "-m", "uvicorn", "fastapi_\(program.rawValue):app", "--app-dir", "http",
            "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning",
            "--timeout-graceful-shutdown", "1", "--host", "127.0.0.1", "--port", String(port),
        ]
    }

    private func waitUntilItAnswers(_ path: String) throws {
        let words = [
            "curl", "--silent", "--fail", "--output", "/dev/null", "--max-time", "2", url + path,
        ]
        let command = Command(words, environment: ProcessInfo.processInfo.environment)
        let deadline = Date.now.addingTimeInterval(60)
        while (try? command.run()) == nil {
            guard process.isRunning, Date.now < deadline else {
                throw Failure("\(name) does not answer at \(url)\(path)")
            }
            usleep(100_000)
        }
    }

    /// The processor time the process has used so far.
    func cpuSeconds() throws -> Double {
        let text = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        // The name is in parentheses and may have spaces; user and system time are fields 14 and 15.
        let fields = (text.split(separator: ")").last ?? "").split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { throw Failure("/proc has no processor time for \(name)") }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory it has had, in megabytes.
    func peakMegabytes() throws -> Double {
        let text = try String(
            contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        guard let kilobytes = number.flatMap({ Double($0) }) else {
            throw Failure("/proc has no memory for \(name)")
        }
        return kilobytes / 1_024
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        if ended.wait(timeout: .now() + 20) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
        }
    }
}
