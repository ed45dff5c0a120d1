import ArgumentParser
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

    @Test("the help explains every setting, with its variable and its default")
    func help() {
        let help = Program.helpMessage(for: ServeCommand.self, columns: 200)
        let secret: [SettingName] = [.databaseURL, .databaseHost]
        for name in SettingName.allCases where !secret.contains(name) {
            #expect(help.contains("[\(name.rawValue); "), "\(name)")
        }
        #expect(Program.helpMessage(columns: 200).contains("DATABASE_URL"))
    }
}
