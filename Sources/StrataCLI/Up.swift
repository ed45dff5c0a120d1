import ArgumentParser
import Migrations

/// Applies migrations.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Apply pending migrations.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: RunOptions

    @Option(help: ArgumentHelp("The last version to apply.", valueName: "version"))
    var to: Int?

    @Option(help: ArgumentHelp("How many migrations to apply at most.", valueName: "count"))
    var steps: Int?

    @Flag(help: "Apply migrations older than one already applied.")
    var allowOutOfOrder = false

    func validate() throws {
        if let steps, steps < 1 { throw ValidationError("--steps needs a positive number.") }
    }

    func run() async throws {
        var configuration = options.configuration
        configuration.allowsOutOfOrder = allowOutOfOrder
        let (to, steps, isDryRun) = (to, steps, options.dryRun)
        try await database.withMigrator(configuration) { migrator in
            if isDryRun {
                Console.emit(try await migrator.planUp(to: to, steps: steps).sql)
            } else {
                try await migrator.up(to: to, steps: steps) {
                    RunOptions.report($0, done: "applied", nothing: "nothing to apply")
                }
            }
        }
    }
}
