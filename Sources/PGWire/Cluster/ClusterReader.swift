public import PGCore

/// Runs statements that only read, on a cluster's standbys.
///
/// A statement that fails because its standby is lost, or because replaying the log needed the rows
/// it looked at, is sent to another server.
public struct ClusterReader: Sendable {
    let cluster: Cluster
    let position: WALPosition?

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

    /// Lends a connection to one server to `body` alone, so that several reads see the same one.
    ///
    /// - Throws: What `body` throws; as ``ConnectionPool/withConnection(fileID:line:_:)`` does;
    ///   `PGError.Code.noSuitableServer`.
    @discardableResult
    public func withConnection<Result>(
        fileID: String = #fileID, line: UInt = #line,
        _ body: (Connection) async throws -> sending Result
    ) async throws -> sending Result {
        let (server, connection) = try await lease(fileID, line)
        return try await cluster.lend(connection, of: server, to: body)
    }

    func lease(
        _ fileID: String, _ line: UInt
    ) async throws(PGError) -> (Int, Connection) {
        var tried: Set<Int> = []
        var failure: PGError?
        while let server = try await cluster.reader(after: position, excluding: tried) {
            do throws(PGError) {
                let pool = cluster.servers[server].pool
                return (server, try await pool.lease(fileID: fileID, line: line))
            } catch {
                cluster.note(error, on: server)
                guard error.mayMeanFailover else { throw error }
                tried.insert(server)
                failure = error
            }
        }
        throw failure ?? cluster.noServer("server to read from")
    }
}

extension ClusterReader: StatementExecutor {
    /// Runs a statement on a standby, or on the primary when no standby will do.
    ///
    /// - Throws: As ``ConnectionPool/execute(_:)`` does; `PGError.Code.noSuitableServer`.
    public func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        var tried: Set<Int> = []
        var failure: PGError?
        while let server = try await cluster.reader(after: position, excluding: tried) {
            // As it is now: by the time of a failure it may count as unreachable.
            let isStandby = cluster.isStandby(server)
            do throws(PGError) {
                return try await cluster.servers[server].pool.execute(statement)
            } catch {
                cluster.note(error, on: server)
                guard mayReadElsewhere(error, isStandby: isStandby) else { throw error }
                tried.insert(server)
                failure = error
            }
        }
        throw failure ?? cluster.noServer("server to read from")
    }

    private func mayReadElsewhere(_ error: PGError, isStandby: Bool) -> Bool {
        // On a standby 40001 means that replaying the log came first.
        if isStandby, error.sqlState == "40001" { return true }
        // What a standby may have run cannot have changed anything.
        return error.mayMeanFailover && error.sqlState != "25006"
            && (isStandby || error.execution == .notSent)
    }
}

extension ClusterReader: StreamingStatementExecutor {
    /// Returns the statement's rows in chunks, read from one server.
    ///
    /// The server is chosen when iteration starts.
    public func stream(_ statement: SQLStatement, chunk: Int = 1000) -> RowStream {
        RowStream(statement: statement, chunk: chunk) { () async throws(PGError) in
            let (server, connection) = try await lease(#fileID, #line)
            let pool = cluster.servers[server].pool
            return (connection, { await pool.release(connection) })
        }
    }
}
