import PGCore
import PGWire
import QueryBuilder

/// `/materialize/blocking/users`: a thread waits, as in a script.
///
/// The compiler keeps the blocking call out of asynchronous code. Nobody can stop it when the
/// client goes away, so the server has a limit of its own.
struct BlockingUsers: Sendable {
    let pool: ConnectionPool
    private static let limit: SQLStatement = "SET statement_timeout = '5s'"

    func list(_ wanted: MaterializeRequest) async throws -> UserLineList {
        let query = UserLines.query(limit: wanted.boundedLimit)
        return try await pool.withConnection { connection in
            _ = try await connection.query(Self.limit)
            return try await BlockingThreads.shared.run {
                switch wanted.shape {
                case .rows:
                    let rows = try query.fetchBlocking(on: connection)
                    return .rows(rows.map(UserLine.init))
                case .columns:
                    let rows = try connection.executeBlocking(query.sql)
                    return .columns(UserLineColumns(try query.decodeColumns(rows)))
                }
            }
        }
    }
}
