public import Logging
public import PGCore
public import ServiceLifecycle
import Synchronization

/// A primary server and the standbys that replicate it, each with a pool of its own.
///
/// Writes go to the primary and reads to the standbys. The cluster asks each server for its role, so
/// that it follows a failover by itself: when a standby is promoted, writes go there.
///
/// ```swift
/// let cluster = try Cluster(.url("postgresql://app@db1,db2,db3/shop"))
/// let (_, position) = try await cluster.write.tracked("INSERT INTO orders …")
/// let orders = try await cluster.read(after: position).query("SELECT * FROM orders")
/// ```
///
/// See "High Availability, Load Balancing, and Replication" in the PostgreSQL manual. A cluster is a
/// `Service`; without a service group, call ``close(within:)``.
public final class Cluster: Sendable {
    /// One server: the pool for its callers, and a connection to ask it for its role.
    struct Server: Sendable {
        let name: String
        let pool: ConnectionPool
        let probe: ConnectionPool
    }

    let servers: [Server]
    let configuration: ClusterConfiguration
    let logger: Logger
    let topology: Mutex<ClusterTopology>
    /// The round of questions under way, which all who need an answer share.
    let probing = Mutex<Task<Void, Never>?>(nil)
    /// The servers of the connections that ``lease(for:)`` has lent.
    let leased = Mutex<[ObjectIdentifier: Int]>([:])

    /// Makes a cluster of the hosts that a connection string names.
    ///
    /// Nothing connects yet.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` when the connection string is malformed.
    public convenience init(
        _ source: ConnectionConfiguration.Source = .environment,
        configuration: ClusterConfiguration = ClusterConfiguration(), logger: Logger? = nil
    ) throws(PGError) {
        try self.init(
            ClusterHosts.hosts(of: source, configuration.pool.connection), configuration, logger)
    }

    /// Makes a cluster of servers that are reached in different ways.
    ///
    /// Nothing connects yet.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` when a connection string is malformed, or
    ///   there is none.
    public convenience init(
        servers: [ConnectionConfiguration.Source],
        configuration: ClusterConfiguration = ClusterConfiguration(), logger: Logger? = nil
    ) throws(PGError) {
        var hosts: [ClusterHosts.Host] = []
        for source in servers {
            hosts += try ClusterHosts.hosts(of: source, configuration.pool.connection)
        }
        try self.init(hosts, configuration, logger)
    }

    private init(
        _ hosts: [ClusterHosts.Host], _ configuration: ClusterConfiguration, _ logger: Logger?
    ) throws(PGError) {
        guard !hosts.isEmpty else {
            throw PGError(.invalidConfiguration, "a cluster needs at least one server")
        }
        var configuration = configuration
        // Each server is asked for its role, whatever it is.
        configuration.pool.connection.target = .any
        var probing = PoolConfiguration()
        probing.maximumConnections = 1
        probing.connection = configuration.pool.connection
        probing.connection.connectTimeout = configuration.probeTimeout
        probing.reconnect.maximumPause = configuration.probeInterval
        var servers: [Server] = []
        for host in hosts {
            servers.append(
                Server(
                    name: host.name,
                    pool: try ConnectionPool(
                        host.source, configuration: configuration.pool, logger: logger),
                    probe: try ConnectionPool(host.source, configuration: probing)))
        }
        self.servers = servers
        self.configuration = configuration
        self.logger = logger ?? .silent
        topology = Mutex(ClusterTopology(count: servers.count))
    }

    /// Runs statements on the primary.
    public var write: ClusterWriter { ClusterWriter(cluster: self) }

    /// Runs statements that only read, on a standby if one will do.
    ///
    /// They may see a state that is a little old; ``read(after:)`` sees a certain write.
    public var read: ClusterReader { ClusterReader(cluster: self, position: nil) }

    /// Runs statements that only read, and see everything that was written before `position`.
    ///
    /// A standby that has replayed it is used, or waited for as long as
    /// ``ClusterConfiguration/catchUpTimeout`` says; otherwise the primary.
    public func read(after position: WALPosition) -> ClusterReader {
        ClusterReader(cluster: self, position: position)
    }

    /// What is known of each server, in the order in which they were given.
    public var members: [ClusterMember] {
        topology.withLock { topology in
            servers.indices.map { topology.member($0, named: servers[$0].name) }
        }
    }

    /// How each server's pool is used, in the order in which they were given.
    public var statistics: [PoolStatistics] {
        get async {
            var all: [PoolStatistics] = []
            for server in servers { all.append(await server.pool.statistics) }
            return all
        }
    }

    /// Lends a connection that was leased from a server's pool to `body`, and gives it back.
    func lend<Result>(
        _ connection: Connection, of server: Int,
        to body: (Connection) async throws -> sending Result
    ) async throws -> sending Result {
        do {
            let result = try await connection.lent(to: body)
            await servers[server].pool.release(connection)
            return result
        } catch {
            await servers[server].pool.release(connection)
            note(error, on: server)
            throw error
        }
    }

    /// Closes every pool.
    ///
    /// - Parameter limit: As in ``ConnectionPool/close(within:)``.
    public func close(within limit: Duration? = nil) async {
        await withTaskGroup(of: Void.self) { group in
            for server in servers {
                group.addTask { await server.pool.close(within: limit) }
                group.addTask { await server.probe.close(within: .zero) }
            }
        }
    }
}

extension Cluster: Service {
    /// Watches the servers until graceful shutdown or cancellation, then drains and closes the pools.
    ///
    /// Without it the roles are asked for when the cluster is used.
    ///
    /// - Throws: Nothing; a `Service` may.
    public func run() async throws {
        let interval = configuration.probeInterval
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.probe()
                try await Task.sleep(for: interval)
            }
        }
        await close()
    }
}
