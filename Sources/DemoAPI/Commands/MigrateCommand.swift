import ArgumentParser

/// Brings the schema up to date, and ends.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the schema up to date.")

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await reporting {
            let demo = Demo(settings: try Settings(flags: database.values))
            try await demo.withDatabase { source in
                try await DatabaseSetup(source: source, migrations: demo.settings.migrations)
                    .migrate()
            }
        }
    }
}
