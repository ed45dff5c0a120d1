/// What the libpq that the program runs with can do.
///
/// Strata needs libpq 15. Newer ones bring functions that it uses where it finds them, so that a
/// newer library is an improvement that needs no new build.
public struct LibpqCapabilities: Sendable, Hashable {
    /// The library's version as a number, such as 150018 for 15.18.
    public let version: Int

    /// Whether cancel requests are encrypted like their connection and can be given up at any moment.
    ///
    /// `PQcancelCreate` and its like, libpq 17. Without it a cancel request travels in clear and
    /// occupies a side thread until the server has answered.
    public let hasEncryptedCancel: Bool

    /// Whether a large result can be taken in pieces of many rows.
    ///
    /// `PQsetChunkedRowsMode`, libpq 17. Without it rows come one by one.
    public let hasChunkedRows: Bool

    /// Whether a prepared statement can be closed by a protocol message.
    ///
    /// `PQsendClosePrepared`, libpq 17. Without it `DEALLOCATE` is sent.
    public let hasClosePrepared: Bool

    /// Whether a sync can be queued without being sent at once.
    ///
    /// `PQsendPipelineSync`, libpq 17.
    public let hasSendPipelineSync: Bool

    /// Whether the library itself refuses a server that asks for a way of authentication that was
    /// not allowed.
    ///
    /// The connection parameter `require_auth`, libpq 16. See ``AuthenticationMethod`` for what
    /// Strata does without it.
    public let hasRequireAuth: Bool

    /// Whether the library itself can choose hosts at random.
    ///
    /// The connection parameter `load_balance_hosts`, libpq 16. Strata does that by itself and needs
    /// it only to read the parameter from a service file.
    public let hasLoadBalancing: Bool

    /// Whether TLS can start without asking the server first.
    ///
    /// The connection parameter `sslnegotiation`, libpq 17.
    public let hasDirectTLS: Bool

    /// Whether version 3.2 of the protocol is spoken.
    ///
    /// libpq 18.
    public let hasProtocol32: Bool

    /// The capabilities of the library this process has loaded.
    public static let current = LibpqCapabilities(
        version: loadedVersion, hasFunction: LibpqSymbols.has)

    init(version: Int, hasFunction: (String) -> Bool) {
        self.version = version
        hasEncryptedCancel = hasFunction("PQcancelCreate") && hasFunction("PQcancelPoll")
        hasChunkedRows = hasFunction("PQsetChunkedRowsMode")
        hasClosePrepared = hasFunction("PQsendClosePrepared")
        hasSendPipelineSync = hasFunction("PQsendPipelineSync")
        hasRequireAuth = version >= 160_000
        hasLoadBalancing = version >= 160_000
        hasDirectTLS = version >= 170_000
        hasProtocol32 = hasFunction("PQfullProtocolVersion")
    }

    private static var loadedVersion: Int {
        let function = unsafe LibpqSymbols.function(
            "PQlibVersion", as: (@convention(c) () -> Int32).self)
        return function.map { Int($0()) } ?? 0
    }
}
