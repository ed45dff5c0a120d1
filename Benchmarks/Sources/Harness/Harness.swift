import Foundation
import LocalPostgres

/// Runs the C program and the Swift program in turn against one server and compares them.
///
/// The server is the one `DATABASE_URL` or `PGHOST` names, otherwise a throwaway one.
@main
struct Harness {
    static func main() async {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            if isServerGiven {
                try run(options, Programs(options, databaseURL: nil))
            } else {
                try await LocalPostgres.withServer(.throwaway) { server in
                    try run(options, Programs(options, databaseURL: server.url))
                }
            }
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    private static var isServerGiven: Bool {
        ["DATABASE_URL", "PGHOST"].contains {
            ProcessInfo.processInfo.environment[$0]?.isEmpty == false
        }
    }

    private static func run(_ options: Options, _ programs: Programs) throws {
        let facts = try Machine.description(programs, isPinned: options.isPinned)
        var report = "# Results\n\n\(facts)\n\n"
        var isMissed = false
        if options.countsInstructions {
            report += try Instructions.table(programs)
        } else {
            let results = try Comparison.all.map { try $0.run(rounds: options.rounds, programs) }
            isMissed = results.contains { $0.isMissed }
            report += Comparison.Result.table(results, rounds: options.rounds)
            // Counting is slow, so it is left out of a plain run.
            if options.writes { report += "\n" + (try Instructions.table(programs)) }
        }
        print(report, terminator: "")
        if options.writes {
            try report.write(toFile: options.resultsPath, atomically: true, encoding: .utf8)
        }
        if options.checks, isMissed { throw Failure("a target was missed") }
    }
}

/// Why a run ended early.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
