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
            "LOG_LEVEL": "debug", "REQUEST_TIMEOUT": "0.5", "BODY_TIMEOUT": "3",
            "MAX_REQUESTS": "7", "MAX_WAITING": "0", "EXECUTOR": "global", "DRAIN_DELAY": "2",
            "SHUTDOWN_TIMEOUT": "60", "POOL_SIZE": "3", "SPANS": "log",
            "MAX_TRANSFERS": "2", "MAX_CLIENTS": "9",
        ])
        #expect(settings.url == "http://[::1]:9000")
        #expect(settings.migrations == "sql")
        #expect(settings.hasDatabase)
        #expect(settings.logLevel == .debug)
        #expect(settings.limits.timeout == .milliseconds(500))
        #expect(settings.limits.bodyTime == .seconds(3))
        #expect(settings.limits.concurrency == 7)
        #expect(settings.limits.queue == 0)
        #expect(!settings.limits.runsOnPool)
        #expect(settings.drainDelay == .seconds(2))
        #expect(settings.shutdownTimeout == .seconds(60))
        #expect(settings.poolSize == 3)
        #expect(settings.logsSpans)
        #expect(settings.limits.transfers == 2)
        #expect(settings.limits.clients == 9)
    }

    @Test("flags come before the environment, and the environment before the file")
    func order() throws {
        let file = ["PORT": "1", "HOST": "file", "LOG_LEVEL": "error"]
        let environment = ["PORT": "2", "HOST": "environment", "LOG_LEVEL": ""]
        let settings = try Settings(flags: [.port: "3"], environment: environment, file: file)
        #expect(settings.port == 3)
        #expect(settings.host == "environment")
        #expect(settings.logLevel == .error)
    }

    @Test(
        "a wrong variable is named",
        arguments: [
            ("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("LOG_LEVEL", "loud"),
            ("MAX_REQUESTS", "0"), ("REQUEST_TIMEOUT", "soon"), ("REQUEST_TIMEOUT", "-1"),
            ("EXECUTOR", "main"), ("POOL_SIZE", "none"), ("POOL_SIZE", "1"), ("SPANS", "jaeger"),
        ])
    func wrongVariables(name: String, value: String) throws {
        let error = try #require(throws: DemoError.self) {
            try Settings(environment: [name: value])
        }
        #expect(error.message == "\(name) is \(value)")
    }

    @Test(
        "transfers leave half of a small pool to others",
        arguments: [("2", 1), ("3", 1), ("6", 3), ("8", 4), ("100", 4)])
    func transfers(poolSize: String, transfers: Int) throws {
        let settings = try Settings(environment: ["POOL_SIZE": poolSize])
        #expect(settings.limits.transfers == transfers)
    }

    @Test(
        "transfers that would take all connections are refused",
        arguments: [["MAX_TRANSFERS": "10"], ["MAX_TRANSFERS": "4", "POOL_SIZE": "4"]])
    func tooManyTransfers(environment: [String: String]) throws {
        let error = try #require(throws: DemoError.self) {
            try Settings(environment: environment)
        }
        #expect(error.message.hasPrefix("MAX_TRANSFERS is "))
    }

    @Test("the database's address is never shown")
    func secrets() throws {
        let address = "postgresql://ada:pa55word@db.example.org/app"
        let settings = try Settings(environment: [:], file: ["DATABASE_URL": address])
        #expect(settings.databaseURL?.text == address)
        #expect(settings.hasDatabase)
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("pa55word"))
            #expect(!text.contains("example.org"))
        }
    }

    @Test("libpq would not find a host that is only in the file")
    func hostInFile() {
        #expect(throws: DemoError.self) {
            try Settings(environment: [:], file: ["PGHOST": "db"])
        }
        #expect(throws: Never.self) {
            try Settings(environment: ["PGHOST": "db"], file: ["PGHOST": "db"])
        }
    }

    @Test("the file may have comments, quotes and export")
    func file() throws {
        let file = try EnvironmentFile(
            """
            # a comment
            PORT=8081

              export HOST = "::1"
            EMPTY=
            DATABASE_URL='postgresql://a:b=c@db/x?y=#z'
            """)
        #expect(
            file.variables == [
                "PORT": "8081", "HOST": "::1", "EMPTY": "",
                "DATABASE_URL": "postgresql://a:b=c@db/x?y=#z",
            ])
    }

    @Test(
        "a line that is no variable is named by its number, not by what it says",
        arguments: ["secret", "=secret", "A B=secret", "A=\"secret", "A='"])
    func wrongLines(line: String) throws {
        let error = try #require(throws: DemoError.self) { try EnvironmentFile("A=1\n\(line)") }
        #expect(error.message == "line 2 of .env is no variable")
        #expect(!error.description.contains("secret"))
    }
}
