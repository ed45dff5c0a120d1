import ArgumentParser
import Migrations

/// Creates the files of a migration.
struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create an empty migration and print its files.")

    @Option(help: "The folder of the migrations.")
    var dir = "migrations"

    @Argument(help: "What the migration does, in a few words.")
    var name: [String]

    func run() async throws {
        try await reportingErrors {
            let files = try MigrationDirectory(path: dir).create(
                name: name.joined(separator: " "))
            Console.say(files.up)
            Console.say(files.down)
        }
    }
}
