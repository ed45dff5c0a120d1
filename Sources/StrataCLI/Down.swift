import ArgumentParser
import Migrations

/// Reverts migrations.
struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Revert applied migrations, newest first; one unless told otherwise.")

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var options: RunOptions

    @Option(
        help: ArgumentHelp("The newest version to keep; 0 to revert all.", valueName: "version"))
    var to: Int?

    @Option(help: ArgumentHelp("How many migrations to revert.", valueName: "count"))
    var steps: Int?

    func validate() throws {
        if let steps, steps < 1 { throw ValidationError("--steps needs a positive number.") }
        if to != nil, steps != nil {
            throw ValidationError("--to and --steps exclude each other.")
        }
    }

    func run() async throws {
        let (to, steps, isDryRun) = (to, steps, options.dryRun)
        try await database.withMigrator(options.configuration) { migrator in
            if isDryRun {
                Console.emit(try await migrator.planDown(to: to, steps: steps).sql)
            } else {
                try await migrator.down(to: to, steps: steps) {
                    RunOptions.report($0, done: "reverted", nothing: "nothing to revert")
                }
            }
        }
    }
}
