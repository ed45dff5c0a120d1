import Logging
import Testing

@testable import DemoAPI

@Suite("Settings")
struct SettingsTests {
    @Test("nothing has to be set")
    func defaults() throws {
        let settings = try Settings(environment: ["PORT": "", "DATABASE_URL": "", "PGHOST": ""])
        #expect(settings == Settings())
        #expect(settings.url == "http://127.0.0.1:8080")
        #expect(!settings.hasDatabase)
    }

    @Test("the environment decides")
    func variables() throws {
        let settings = try Settings(environment: [
            "HOST": "::1", "PORT": "9000", "STRATA_MIGRATIONS": "sql", "PGHOST": "db",
            "LOG_LEVEL": "debug",
        ])
        #expect(settings.url == "http://[::1]:9000")
        #expect(settings.migrations == "sql")
        #expect(settings.hasDatabase)
        #expect(settings.logLevel == .debug)
    }

    @Test(
        "a wrong variable is named",
        arguments: [("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("LOG_LEVEL", "loud")])
    func wrongVariables(name: String, value: String) throws {
        let error = try #require(throws: DemoError.self) {
            try Settings(environment: [name: value])
        }
        #expect(error.message == "\(name) is \(value)")
    }
}
