public import PGCore

/// Runs statements on a cluster's primary.
///
/// While there is none, callers wait for one as ``ClusterConfiguration/failoverTimeout`` says. A
/// statement that a failover kept from having any effect is sent again to the new primary; one that
/// may have run is not, and its error says so.
public struct ClusterWriter: Sendable {
    let cluster: Cluster

    /// Runs a statement; the same as ``execute(_:)`` with the call's place in errors.
    ///
    /// - Throws: As ``execute(_:)`` does.
    @discardableResult
    public func query(
        _ statement: SQLStatement, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Rows {
        do throws(PGError) {
            return try await execute(statement)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Runs a statement, and returns with its rows a position that
    /// ``Cluster/read(after:)`` takes: reads after it see what was written.
    ///
    /// One more round trip.
    ///
    /// - Throws: As ``execute(_:)`` does.
    public func tracked(
        _ statement: SQLStatement, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (rows: Rows, position: WALPosition) {
        let rows = try await query(statement, fileID: fileID, line: line)
        return (rows, try await position())
    }

    /// Returns how far the primary has written: everything committed so far is before it.
    ///
    /// Ask after a transaction, and give the position to ``Cluster/read(after:)``.
    ///
    /// - Throws: As ``execute(_:)`` does.
    public func position() async throws(PGError) -> WALPosition {
        let text = try await execute(
            "SELECT pg_catalog.pg_current_wal_insert_lsn()::pg_catalog.text"
        ).one(String.self)
        guard let position = WALPosition(text) else {
            throw PGError(.decodingFailed, "\(text) is no position in a log")
        }
        return position
    }

    /// Lends a connection to the primary to `body` alone; see
    /// ``ConnectionPool/withConnection(fileID:line:_:)``.
    ///
    /// - Throws: As there, and `PGError.Code.noSuitableServer`.
    @discardableResult
    public func withConnection<Result>(
        fileID: String = #fileID, line: UInt = #line,
        _ body: (Connection) async throws -> sending Result
    ) async throws -> sending Result {
        let (server, connection) = try await lease(fileID, line)
        return try await cluster.lend(connection, of: server, to: body)
    }

    /// Runs `body` in a transaction on the primary; see
    /// ``ConnectionPool/withTransaction(isolation:access:deferrable:retry:fileID:line:_:)``.
    ///
    /// - Throws: As there, and `PGError.Code.noSuitableServer`.
    @discardableResult
    public func withTransaction<Result>(
        isolation: IsolationLevel? = nil, access: AccessMode? = nil, deferrable: Bool = false,
        retry: RetryPolicy = .never, fileID: String = #fileID, line: UInt = #line,
        _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        let server = try await reachablePrimary(fileID, line)
        do {
            return try await cluster.servers[server].pool.withTransaction(
                isolation: isolation, access: access, deferrable: deferrable, retry: retry,
                fileID: fileID, line: line, body)
        } catch {
            cluster.note(error, on: server)
            throw error
        }
    }

    /// Leases a connection to the primary, trying the next one when a failover comes between.
    func lease(
        _ fileID: String, _ line: UInt
    ) async throws(PGError) -> (Int, Connection) {
        var retries = FailoverRetries()
        while true {
            let server = try await cluster.primary()
            do throws(PGError) {
                let pool = cluster.servers[server].pool
                return (server, try await pool.lease(fileID: fileID, line: line))
            } catch {
                cluster.note(error, on: server)
                guard retries.allow(after: error, on: server) else { throw error }
            }
        }
    }

    /// The primary, from which a connection could be had just now.
    private func reachablePrimary(_ fileID: String, _ line: UInt) async throws(PGError) -> Int {
        let (server, connection) = try await lease(fileID, line)
        await cluster.servers[server].pool.release(connection)
        return server
    }
}

extension ClusterWriter: StatementExecutor {
    /// Runs a statement on the primary.
    ///
    /// - Throws: As ``ConnectionPool/execute(_:)`` does; `PGError.Code.noSuitableServer` when no
    ///   server is a primary for too long.
    public func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        var retries = FailoverRetries()
        while true {
            let server = try await cluster.primary()
            do throws(PGError) {
                return try await cluster.servers[server].pool.execute(statement)
            } catch {
                cluster.note(error, on: server)
                guard retries.allow(after: error, on: server) else { throw error }
            }
        }
    }
}
