import ArgumentParser

/// Serves the API and the page.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API and the page (the default).")

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Use a Postgres that goes when the program ends: no files, no migrations.")
    var throwaway = false

    @Option(help: "The address to listen on. [HOST; 127.0.0.1]")
    var host: String?

    @Option(help: "The port to listen on. [PORT; 8080]")
    var port: Int?

    @Option(help: "Seconds that the database may take for a request. [REQUEST_TIMEOUT; 5]")
    var requestTimeout: Double?

    @Option(help: "Seconds that a request's body may take to arrive. [BODY_TIMEOUT; 10]")
    var bodyTimeout: Double?

    @Option(help: "How many clients are connected at once, probes among them. [MAX_CLIENTS; 900]")
    var maxClients: Int?

    @Option(help: "How many requests are worked on at once. [MAX_REQUESTS; 256]")
    var maxRequests: Int?

    @Option(help: "How many more wait; others get a 503. [MAX_WAITING; 256]")
    var maxWaiting: Int?

    @Option(
        help: "How many imports, exports, streams and overlaps at once. [MAX_TRANSFERS; 4 or fewer]"
    )
    var maxTransfers: Int?

    @Option(help: "Where handlers run: pool or global. [EXECUTOR; pool]")
    var executor: String?

    @Option(help: "Where a span of each request and statement goes: none or log. [SPANS; none]")
    var spans: String?

    @Option(help: "Seconds between not being ready and closing the door. [DRAIN_DELAY; 0]")
    var drainDelay: Double?

    @Option(help: "Seconds that requests have to finish at the end. [SHUTDOWN_TIMEOUT; 30]")
    var shutdownTimeout: Double?

    func run() async throws {
        try await reporting {
            var settings = try Settings(flags: flags)
            settings.isThrowaway = throwaway
            try await Demo(settings: settings).run()
        }
    }

    /// What was said, under the names of settings.
    var flags: [SettingName: String] {
        let flags: [SettingName: String?] = [
            .host: host, .port: port.map(String.init),
            .requestTimeout: requestTimeout.map { "\($0)" },
            .bodyTimeout: bodyTimeout.map { "\($0)" }, .maxRequests: maxRequests.map(String.init),
            .maxWaiting: maxWaiting.map(String.init), .executor: executor,
            .maxClients: maxClients.map(String.init),
            .maxTransfers: maxTransfers.map(String.init), .spans: spans,
            .drainDelay: drainDelay.map { "\($0)" },
            .shutdownTimeout: shutdownTimeout.map { "\($0)" },
        ]
        return database.values.merging(flags.compactMapValues(\.self)) { $1 }
    }
}
