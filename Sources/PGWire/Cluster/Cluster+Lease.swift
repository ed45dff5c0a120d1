import Logging
package import PGCore
import Synchronization

// Leasing for a higher tier, which gives a connection back without knowing its server.

extension Cluster {
    /// What a connection is leased for.
    package enum LeasePurpose: Sendable {
        /// Statements that write, on the primary.
        case writing
        /// Statements that only read, and see what was written before a position, if there is one.
        case reading(after: WALPosition?)
    }

    /// Lends a connection to code that must give it back with ``release(_:)``.
    ///
    /// - Throws: As ``ConnectionPool/lease(fileID:line:)`` does; `PGError.Code.noSuitableServer`.
    package func lease(for purpose: LeasePurpose) async throws(PGError) -> Connection {
        let (server, connection) =
            switch purpose {
            case .writing: try await write.lease(#fileID, #line)
            case .reading(let position):
                try await ClusterReader(cluster: self, position: position).lease(#fileID, #line)
            }
        leased.withLock { $0[ObjectIdentifier(connection)] = server }
        return connection
    }

    /// Takes a leased connection back.
    package func release(_ connection: Connection) async {
        guard
            let server = leased.withLock({ $0.removeValue(forKey: ObjectIdentifier(connection)) })
        else {
            await connection.close()
            return
        }
        await servers[server].pool.release(connection)
    }

    /// Has the roles asked for again if an error may mean that they have changed.
    package func note(_ error: any Error, on connection: Connection) {
        guard let server = leased.withLock({ $0[ObjectIdentifier(connection)] }) else { return }
        note(error, on: server)
    }

    /// Writes a warning of a higher tier into the cluster's log.
    package func report(_ warning: PGError) {
        logger.warning(
            "\(warning)", metadata: warning.location.map { ["location": "\($0)"] })
    }
}
