import Dispatch
import Foundation

/// A command to run to its end.
public struct Command {
    private let words: [String]
    private let environment: [String: String]

    /// Makes a command from its name or path and its arguments.
    public init(_ words: [String], environment: [String: String]) {
        self.words = words
        self.environment = environment
    }

    /// Runs it and returns what it printed.
    ///
    /// - Throws: ``Failure`` with all it printed when it fails.
    public func run() throws -> (output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = environment
        // A file, since a pipe that nobody reads meanwhile could fill up.
        let errorPath = NSTemporaryDirectory() + "strata-benchmark-\(getpid()).errors"
        _ = FileManager.default.createFile(atPath: errorPath, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: errorPath) }
        let ended = DispatchSemaphore(value: 0)
        // Waiting for it with Foundation's own call needs the main thread.
        process.terminationHandler = { _ in ended.signal() }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle(forWritingAtPath: errorPath)
        try process.run()
        let output = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        ended.wait()
        let errors = (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? ""
        guard process.terminationStatus == 0 else {
            throw Failure("\(words.joined(separator: " ")) failed: \(errors)\(output)")
        }
        return (output, errors)
    }
}
