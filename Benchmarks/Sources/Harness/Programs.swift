import Foundation

/// The two programs that are compared, and how to run them.
struct Programs {
    /// The C program.
    let limit: String
    /// The Swift program.
    let client: String
    private let environment: [String: String]

    /// What one run printed.
    struct Run {
        let nanosecondsPerOperation: Double
        let checksum: String
    }

    init(_ options: Options, databaseURL: String?) {
        limit = options.limit
        client = options.client
        var environment = ProcessInfo.processInfo.environment
        if let databaseURL { environment["DATABASE_URL"] = databaseURL }
        self.environment = environment
    }

    /// Runs a program's workload once.
    func measure(_ program: String, _ workload: String, operations: Int) throws -> Run {
        let output = try run([program, workload, String(operations)]).output
        let fields = output.split(whereSeparator: \.isWhitespace)
        guard fields.count == 3, let nanoseconds = Double(fields[1]) else {
            throw Failure("\(workload): \(output)")
        }
        return Run(
            nanosecondsPerOperation: nanoseconds / Double(operations), checksum: String(fields[2]))
    }

    /// Runs a command and returns what it printed.
    func run(_ command: [String]) throws -> (output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = environment
        // A file, since a pipe that nobody reads meanwhile could fill up.
        let errorPath = NSTemporaryDirectory() + "strata-benchmark-\(getpid()).errors"
        _ = FileManager.default.createFile(atPath: errorPath, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: errorPath) }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle(forWritingAtPath: errorPath)
        try process.run()
        let output = String(
            decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let errors = (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? ""
        guard process.terminationStatus == 0 else {
            throw Failure("\(command.joined(separator: " ")) failed: \(errors)\(output)")
        }
        return (output, errors)
    }
}
