import ArgumentParser
import Migrations

/// What the commands that change the database have in common.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long to wait for another runner to end: 500ms, 5s, 2m. (default: 60s)",
            valueName: "time"))
    var wait: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "How long a statement may wait for a lock on a table.", valueName: "time"))
    var lockTimeout: TimeSpan?

    @Option(help: ArgumentHelp("How long a statement may take.", valueName: "time"))
    var statementTimeout: TimeSpan?

    @Flag(help: "Print the SQL and change nothing.")
    var dryRun = false

    var configuration: Migrator.Configuration {
        var configuration = Migrator.Configuration()
        if let wait { configuration.lockWait = wait.duration }
        configuration.lockTimeout = lockTimeout?.duration
        configuration.statementTimeout = statementTimeout?.duration
        return configuration
    }

    /// Writes what a run is doing.
    static func report(_ event: MigrationEvent, done verb: String, nothing: String) {
        switch event {
        case .waitingForLock(let holder):
            Console.remark("waiting for another runner" + (holder.map { " (\($0))" } ?? ""))
        case .planned(let plan) where plan.steps.isEmpty:
            Console.say(nothing)
        case .finished(let step, let duration):
            let time = Int(duration / .milliseconds(1))
            Console.say("\(verb) \(step.migration.label) (\(time) ms)")
        case .planned, .started, .ranStatement:
            break
        }
    }
}
