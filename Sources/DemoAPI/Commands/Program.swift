import ArgumentParser

/// Runs the program with the arguments of the process, and ends that if it fails.
public func runProgram() async { await Program.main() }

/// The program and its subcommands; without one it serves.
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "DemoAPI",
        abstract:
            "One users API over one database, three times: with SQL, with queries, with objects.",
        discussion: """
            Settings come from flags, else from the environment, else from the file .env, else they \
            are the defaults. Without DATABASE_URL or PGHOST a private Postgres is started in \
            .strata/postgres.
            """,
        subcommands: [ServeCommand.self, MigrateCommand.self, SeedCommand.self, BenchCommand.self],
        defaultSubcommand: ServeCommand.self)
}

extension AsyncParsableCommand {
    /// Runs what a command does; a failure is one clear line, and the exit code 1.
    func reporting(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch {
            Progress.say("error: \(error)")
            throw ExitCode.failure
        }
    }
}
