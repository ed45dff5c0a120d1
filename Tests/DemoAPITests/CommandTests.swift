import ArgumentParser
import Logging
import PGWire
import Testing

@testable import DemoAPI

@Suite("Commands")
struct CommandTests {
    @Test("without a subcommand the program serves")
    func defaultCommand() throws {
        #expect(try Program.parseAsRoot([]) is ServeCommand)
        #expect(try Program.parseAsRoot(["--port", "81"]) is ServeCommand)
        #expect(try Program.parseAsRoot(["migrate"]) is MigrateCommand)
        let seed = try #require(try Program.parseAsRoot(["seed", "--users", "7"]) as? SeedCommand)
        #expect(seed.users == 7)
        #expect(try Program.parseAsRoot(["bench"]) is BenchCommand)
    }

    @Test(
        "what makes no sense is refused",
        arguments: [
            ["seed", "--users", "0"], ["bench", "--seconds", "0"], ["fly"], ["--prot", "1"],
        ])
    func refusals(arguments: [String]) {
        #expect(throws: (any Error).self) { try Program.parseAsRoot(arguments) }
    }

    /// Those that are in the environment only, where others do not see them.
    private static let secret: Set<SettingName> = [.databaseURL, .databaseHost]

    @Test("the help explains every setting, with its variable and its default")
    func help() {
        let settings = Settings()
        let limits = settings.limits
        func seconds(_ duration: Duration) -> String { "\(Int(duration / .seconds(1)))" }
        let defaults: [SettingName: String] = [
            .host: settings.host, .port: "\(settings.port)", .migrations: settings.migrations,
            .logLevel: settings.logLevel.rawValue, .spans: "none", .executor: "pool",
            .poolSize: "\(PoolConfiguration().maximumConnections)",
            .requestTimeout: seconds(limits.timeout), .bodyTimeout: seconds(limits.bodyTime),
            .maxClients: "\(limits.clients)", .maxRequests: "\(limits.concurrency)",
            .maxWaiting: "\(limits.queue)", .maxTransfers: "\(limits.transfers) or fewer",
            .drainDelay: seconds(settings.drainDelay),
            .shutdownTimeout: seconds(settings.shutdownTimeout),
        ]
        #expect(Set(defaults.keys) == Set(SettingName.allCases).subtracting(Self.secret))

        let help = Program.helpMessage(for: ServeCommand.self, columns: 200)
        for (name, value) in defaults {
            #expect(help.contains("[\(name.rawValue); \(value)]"), "\(name)")
        }
        #expect(Program.helpMessage(columns: 200).contains("DATABASE_URL"))
    }

    @Test("every flag is the setting of its name")
    func flags() throws {
        let values: [SettingName: String] = [
            .host: "db", .port: "81", .migrations: "sql", .logLevel: "error", .spans: "log",
            .executor: "global", .poolSize: "9", .requestTimeout: "1.5", .bodyTimeout: "2.5",
            .maxClients: "1", .maxRequests: "2", .maxWaiting: "3", .maxTransfers: "4",
            .drainDelay: "3.5", .shutdownTimeout: "4.5",
        ]
        #expect(Set(values.keys) == Set(SettingName.allCases).subtracting(Self.secret))

        let arguments = values.flatMap { name, value in
            let flag = name.rawValue.lowercased().replacing("strata_", with: "")
            return ["--" + flag.replacing("_", with: "-"), value]
        }
        let command = try #require(try Program.parseAsRoot(arguments) as? ServeCommand)
        #expect(command.flags == values)
    }
}
