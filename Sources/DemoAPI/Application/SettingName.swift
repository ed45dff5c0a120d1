/// What can be set; the name in the environment and in `.env` is the same.
enum SettingName: String, CaseIterable, Sendable {
    case host = "HOST"
    case port = "PORT"
    case migrations = "STRATA_MIGRATIONS"
    case databaseURL = "DATABASE_URL"
    case databaseHost = "PGHOST"
    case logLevel = "LOG_LEVEL"
    case spans = "SPANS"
    case poolSize = "POOL_SIZE"
    case requestTimeout = "REQUEST_TIMEOUT"
    case bodyTimeout = "BODY_TIMEOUT"
    case maxClients = "MAX_CLIENTS"
    case maxRequests = "MAX_REQUESTS"
    case maxWaiting = "MAX_WAITING"
    case maxTransfers = "MAX_TRANSFERS"
    case executor = "EXECUTOR"
    case drainDelay = "DRAIN_DELAY"
    case shutdownTimeout = "SHUTDOWN_TIMEOUT"

    /// Its key in a configuration: `REQUEST_TIMEOUT` is `request.timeout`.
    var key: String { rawValue.lowercased().replacing("_", with: ".") }
}
