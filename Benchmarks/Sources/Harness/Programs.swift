import Foundation
import Support

/// The programs that are compared, and how to run them.
struct Programs {
    /// The C program.
    let limit: String
    /// The Swift program.
    let client: String
    /// The Python of an environment that has the peers, or `nil` to leave them out.
    let python: String?
    let peers: String
    private let environment: [String: String]

    /// What one run printed.
    struct Run {
        let operations: Double
        let nanoseconds: Double
        let cpu: Double
        let peakKilobytes: Double
        let checksum: String

        var perSecond: Double { operations * 1e9 / nanoseconds }
        var cpuMicroseconds: Double { cpu / max(operations, 1) }
    }

    /// Tells glibc to keep what is freed, for every subject alike, unless the environment says
    /// otherwise.
    ///
    /// A server always has something in use behind what it frees. With one client alone it is chance
    /// whether an operation's memory goes back to the system, to be taken again page by page by the
    /// next: see README.md, "What entities cost".
    private static let keepingFreedMemory = [
        "MALLOC_TRIM_THRESHOLD_": "67108864", "MALLOC_MMAP_THRESHOLD_": "33554432",
    ]

    init(_ options: Options, databaseURL: String?) {
        limit = options.limit
        client = options.client
        python = options.python
        peers = options.peers
        var environment = Self.keepingFreedMemory
        environment.merge(ProcessInfo.processInfo.environment) { _, given in given }
        if let databaseURL { environment["DATABASE_URL"] = databaseURL }
        self.environment = environment
    }

    /// Runs a workload for some time.
    func measure(_ subject: Subject, _ workload: Workload, seconds: Double) throws -> Run {
        let program = try command(subject, workload)
        let output = try run(
            program + [String(workload.connections), String(seconds)]
        ).output
        let fields = output.split(whereSeparator: \.isWhitespace)
        guard fields.count == 5, let operations = Double(fields[0]),
            let nanoseconds = Double(fields[1]), let cpu = Double(fields[2]),
            let peak = Double(fields[3])
        else { throw Failure("\(program.joined(separator: " ")): \(output)") }
        return Run(
            operations: operations, nanoseconds: nanoseconds, cpu: cpu, peakKilobytes: peak,
            checksum: String(fields[4]))
    }

    private func command(_ subject: Subject, _ workload: Workload) throws -> [String] {
        switch subject {
        case .strata: [client, "loops", workload.name]
        case .strataGlobal: [client, "global", workload.name]
        case .strataOwn: [client, "own", workload.name]
        case .strataOther: [client, "loops", workload.name + "-other"]
        case .strataQuery: [client, "loops", workload.name + "-query"]
        case .cBlocking: [limit, "blocking", workload.name]
        case .cEvents: [limit, "events", workload.name]
        case .cPipeline: [limit, "pipeline", "select-int"]
        case .asyncpg, .psycopg, .sqlalchemy: try peer() + [subject.rawValue, workload.name]
        }
    }

    private func peer() throws -> [String] {
        guard let python else { throw Failure("there is no Python with the peers") }
        return [python, peers]
    }

    /// Runs a command that prints one number.
    func number(_ command: [String]) throws -> Int {
        let output = try run(command).output
        guard let number = Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure("\(command.joined(separator: " ")): \(output)")
        }
        return number
    }

    /// Runs a command and returns what it printed.
    func run(_ command: [String]) throws -> (output: String, errors: String) {
        try Command(command, environment: environment).run()
    }
}
