public import LocalPostgres
public import PGCore
import PGWire

/// A primary server and a hot standby that follows it, both throwaway, for tests of failover.
///
/// ```swift
/// try await ReplicatedServers.withServers { servers in
///     let connection = try await Connection.connect(.url(servers.url))
///     try await servers.primary.stop()
///     try await servers.promote()
///     …
/// }
/// ```
///
/// Making the pair takes about two seconds. Both stop when the test process ends, however it ends.
public struct ReplicatedServers: Sendable {
    /// The server that takes writes at first.
    public let primary: LocalPostgres
    /// The server that follows the primary, until it is promoted.
    public let standby: LocalPostgres

    /// Starts both servers.
    ///
    /// - Parameter configuration: How both run: where they listen, and settings of the server.
    /// - Throws: `LocalPostgresError`.
    public static func start(
        _ configuration: LocalPostgres.Configuration = Self.defaultConfiguration
    ) async throws(LocalPostgresError) -> ReplicatedServers {
        var configuration = configuration
        let needed = ["wal_keep_size": "256MB", "synchronous_commit": "local"]
        configuration.settings.merge(needed) { wanted, _ in wanted }
        let primary = try await LocalPostgres.start(configuration)
        do throws(LocalPostgresError) {
            let standby = try await LocalPostgres.startStandby(of: primary, configuration)
            return ReplicatedServers(primary: primary, standby: standby)
        } catch {
            try? await primary.stop()
            throw error
        }
    }

    /// Throwaway servers on ports of 127.0.0.1, which ask for a password.
    public static var defaultConfiguration: LocalPostgres.Configuration {
        var configuration = LocalPostgres.Configuration.throwaway
        configuration.listen = .loopback(port: nil)
        configuration.maxConnections = 50
        return configuration
    }

    /// Runs `body` with a pair that is stopped afterwards, whether `body` returns or throws.
    ///
    /// - Throws: What `body` throws, or `LocalPostgresError` from starting.
    public static func withServers<Value>(
        _ configuration: LocalPostgres.Configuration = Self.defaultConfiguration,
        _ body: (ReplicatedServers) async throws -> Value
    ) async throws -> Value {
        let servers = try await start(configuration)
        do {
            let value = try await body(servers)
            await servers.stop()
            return value
        } catch {
            await servers.stop()
            throw error
        }
    }

    /// Stops both servers.
    public func stop() async {
        try? await standby.stop()
        try? await primary.stop()
    }

    /// A connection string that names both servers, the primary first.
    ///
    /// Add what a test needs, such as `+ " target_session_attrs=standby"`.
    public var url: String {
        get throws(PGError) { try Self.url([primary, standby]) }
    }

    /// A connection string that names the standby first.
    public var urlStandbyFirst: String {
        get throws(PGError) { try Self.url([standby, primary]) }
    }

    private static func url(_ servers: [LocalPostgres]) throws(PGError) -> String {
        var hosts: [String] = []
        var ports: [String] = []
        for server in servers {
            hosts.append(server.environment["PGHOST"] ?? "")
            ports.append(server.environment["PGPORT"] ?? "")
        }
        // Everything but the place is the same on both: the standby is a copy.
        let common = try ConnectionConfiguration.keyValueString(
            .url(servers[0].url), database: "postgres")
        return "\(common) host='\(hosts.joined(separator: ","))' "
            + "port='\(ports.joined(separator: ","))'"
    }

    /// Makes the standby a primary, and returns when it takes writes.
    ///
    /// - Throws: As a statement does; `PGError.Code.connectionFailed` when the standby is not up.
    public func promote() async throws(PGError) {
        let connection = try await Connection.connect(.url(standby.url))
        do throws(PGError) {
            try await connection.query("SELECT pg_promote(true, 60)")
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Waits until the standby shows everything that the primary has committed so far.
    ///
    /// - Throws: As a statement does; `PGError.Code.deadlineExceeded` after ten seconds.
    public func waitUntilCaughtUp() async throws(PGError) {
        let source = try await Connection.connect(.url(primary.url))
        defer { Task { await source.close() } }
        let position = try await source.query("SELECT pg_current_wal_lsn()::text")
            .decode(String.self)[0]
        let follower = try await Connection.connect(.url(standby.url))
        defer { Task { await follower.close() } }
        let limit = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < limit {
            let isThere = try await follower.query(
                "SELECT pg_last_wal_replay_lsn() >= \(position)::text::pg_lsn"
            ).decode(Bool.self)[0]
            if isThere { return }
        }
        throw PGError(.deadlineExceeded, "the standby did not catch up in ten seconds")
    }

    /// Kills the primary with all its sessions, as a crash would.
    ///
    /// - Throws: `LocalPostgresError`.
    public func killPrimary() async throws(LocalPostgresError) {
        try await primary.kill()
    }

    /// Kills the standby with all its sessions, as a crash would.
    ///
    /// - Throws: `LocalPostgresError`.
    public func killStandby() async throws(LocalPostgresError) {
        try await standby.kill()
    }

    /// Starts the primary again where it was, as a primary.
    ///
    /// - Throws: `LocalPostgresError`.
    public func restartPrimary() async throws(LocalPostgresError) {
        try await primary.restart()
    }

    /// Starts the standby again where it was, in the role it had.
    ///
    /// - Throws: `LocalPostgresError`.
    public func restartStandby() async throws(LocalPostgresError) {
        try await standby.restart()
    }

    /// Stops a server's main process in its tracks: new connections are accepted and not answered.
    public func pause(_ server: LocalPostgres) { server.pause() }

    /// Lets a paused server go on.
    public func resume(_ server: LocalPostgres) { server.resume() }
}
