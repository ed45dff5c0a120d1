import PGWire
import QueryBuilder

/// `/materialize/await/users`: the task waits, its thread does not.
struct AwaitUsers: Sendable {
    let pool: ConnectionPool

    func list(_ wanted: MaterializeRequest) async throws -> UserLineList {
        let query = UserLines.query(limit: wanted.boundedLimit)
        return switch wanted.shape {
        case .rows: .rows(try await query.fetch(on: pool).map(UserLine.init))
        case .columns: .columns(UserLineColumns(try await query.columns(on: pool)))
        }
    }
}
