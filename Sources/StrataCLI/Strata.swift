import ArgumentParser

/// Runs the tool with the arguments of the process, and ends that if it fails.
public func runProgram() async { await Strata.main() }

/// The command line tool.
struct Strata: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strata", abstract: "Tools for databases used with Strata.",
        subcommands: [Migrate.self, Generate.self])
}

/// The commands about migrations.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change a database's structure step by step.",
        discussion: """
            Migrations are files named <version>_<name>.up.sql and <version>_<name>.down.sql.

            Exit codes: 0 done; 1 a migration failed; 2 the files are wrong; 3 migrations are \
            pending (status --check); 4 files and database contradict each other; 5 no connection; \
            6 another runner has the lock; 64 wrong use; 130 interrupted.
            """,
        subcommands: [New.self, Up.self, Down.self, Status.self])
}
