import ArgumentParser

/// Fills the database with users, and ends.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fill the database with made-up users, by COPY.",
        discussion: "Run again, it adds only those that are not there yet.")

    @OptionGroup var database: DatabaseOptions

    @Option(help: "How many users there are to be.")
    var users = 1_000

    func validate() throws {
        guard (1...100_000_000).contains(users) else {
            throw ValidationError("--users must be from 1 to 100000000")
        }
    }

    func run() async throws {
        try await reporting {
            try await Demo(settings: try Settings(flags: database.values)).withMigratedPool {
                pool, _, _ in
                let count = try await Seeder(pool: pool).run(users: users)
                Progress.say("Added \(count) users")
            }
        }
    }
}
