import Logging

/// What the program was told to do.
struct Settings: Sendable, Equatable {
    var host = "127.0.0.1"
    var port = 8080
    /// The folder of the migrations.
    var migrations = "migrations"
    /// The database's address, which may hold a password: it is never shown.
    var databaseURL: Secret?
    /// Whether a server was named, so that none is started.
    var hasDatabase = false
    /// Whether to use a server that goes when the program ends, whatever was named.
    var isThrowaway = false
    /// How many connections there are at most; `nil` leaves it to the library.
    var poolSize: Int?
    var logLevel = Logger.Level.info
    /// Whether requests and statements are traced, into the log.
    var logsSpans = false
    var limits = RequestLimits()
    /// How long the server is not ready before it closes its door.
    var drainDelay = Duration.zero
    /// How long what is in flight has to finish.
    var shutdownTimeout = Duration.seconds(30)

    /// Where the private server keeps its data.
    static let privateDirectory = ".strata/postgres"

    /// The address for a person to open.
    var url: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "http://\(name):\(port)"
    }
}

/// A text that is not shown, whoever prints what it is a part of.
struct Secret: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    let text: String

    var description: String { "…" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
