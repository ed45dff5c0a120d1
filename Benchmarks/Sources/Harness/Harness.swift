import Foundation
import LocalPostgres
import Support

/// Runs the programs in turn against one server and compares them.
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
            say("error: \(error)")
            exit(1)
        }
    }

    private static var isServerGiven: Bool {
        ["DATABASE_URL", "PGHOST"].contains {
            ProcessInfo.processInfo.environment[$0]?.isEmpty == false
        }
    }

    private static func run(_ options: Options, _ programs: Programs) throws {
        _ = try programs.run([programs.limit, "setup", options.setup])
        var report = "# Results\n\n\(try Machine.description(programs, options))\n\n"
        var cells: [Cell] = []
        var memory = ""
        if !options.countsInstructions {
            cells = try measure(options, programs)
            report += Report.table(cells, options) + "\n" + Report.targets(cells)
            report += try Report.rendering(programs)
            memory = try Report.memory(programs)
            report += memory
        }
        // Counting is slow, so it is left out of a plain run.
        if options.countsInstructions || options.writes {
            report += "\n" + (try Instructions.table(programs))
        }
        print(report, terminator: "")
        if options.writes {
            try write(report, cells)
            try Guide.write(cells, memory: memory)
        }
        let isMissed = cells.contains { cell in
            cell.workload.targets.contains { cell.isMet($0) == false }
        }
        if options.checks, isMissed { throw Failure("a target was missed") }
    }

    private static func measure(_ options: Options, _ programs: Programs) throws -> [Cell] {
        try options.workloads().map { workload in
            var cell = Cell(workload)
            for round in 0..<options.rounds {
                try cell.addRound(round, seconds: options.seconds, programs)
            }
            say("measured \(workload.name) on \(workload.connections)")
            return cell
        }
    }

    private static func write(_ report: String, _ cells: [Cell]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try FileManager.default.createDirectory(
            atPath: "results", withIntermediateDirectories: true)
        try encoder.encode(Figure.all(cells)).write(to: URL(fileURLWithPath: "results/latest.json"))
        try Plot.svg(cells).write(
            toFile: "results/latest.svg", atomically: true, encoding: .utf8)
        try (report + "\n![The figures as bars](results/latest.svg)\n").write(
            toFile: "RESULTS.md", atomically: true, encoding: .utf8)
    }
}
