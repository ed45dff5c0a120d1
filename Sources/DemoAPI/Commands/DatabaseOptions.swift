import ArgumentParser

/// The flags that all commands have.
///
/// There is none for the database's address, which may hold a password: others see flags.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The folder of the migrations. [STRATA_MIGRATIONS; migrations]")
    var migrations: String?

    @Option(help: "How many connections the pool has at most, 2 or more. [POOL_SIZE; 10]")
    var poolSize: Int?

    @Option(help: "What to log: trace, debug, info, notice, warning, error. [LOG_LEVEL; info]")
    var logLevel: String?

    /// What was said, under the names of settings.
    var values: [SettingName: String] {
        let flags: [SettingName: String?] = [
            .migrations: migrations, .poolSize: poolSize.map(String.init), .logLevel: logLevel,
        ]
        return flags.compactMapValues(\.self)
    }
}
