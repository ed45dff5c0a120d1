import Logging

/// What the environment decides.
struct Settings: Sendable, Equatable {
    var host = "127.0.0.1"
    var port = 8080
    /// The folder of the migrations.
    var migrations = "migrations"
    /// Whether a server was named, so that none is started.
    var hasDatabase = false
    var logLevel = Logger.Level.info

    /// Where the private server keeps its data.
    static let privateDirectory = ".strata/postgres"
}

extension Settings {
    /// Reads `HOST`, `PORT`, `STRATA_MIGRATIONS`, `DATABASE_URL`, `PGHOST` and `LOG_LEVEL`.
    ///
    /// An empty variable counts as missing.
    init(environment: [String: String]) throws(DemoError) {
        let variables = environment.filter { !$0.value.isEmpty }
        host = variables["HOST"] ?? host
        migrations = variables["STRATA_MIGRATIONS"] ?? migrations
        hasDatabase = variables["DATABASE_URL"] != nil || variables["PGHOST"] != nil
        if let text = variables["PORT"] {
            guard let number = UInt16(text), number > 0 else {
                throw DemoError("PORT is \(text)", hint: "Give a number from 1 to 65535")
            }
            port = Int(number)
        }
        if let text = variables["LOG_LEVEL"] {
            guard let level = Logger.Level(rawValue: text) else {
                let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw DemoError("LOG_LEVEL is \(text)", hint: "Give one of \(names)")
            }
            logLevel = level
        }
    }

    /// The address for a person to open.
    var url: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)"
    }
}
