import PGCore
import PGWire
import QueryBuilder

/// `/materialize/deferred/users`: queries run while the handler does something else.
///
/// Two overlap; a third turns out not to be needed and is stopped on the server.
struct DeferredUsers: Sendable {
    let pool: ConnectionPool

    /// The users, and what became of the other two queries.
    struct Result: Sendable {
        let users: UserLineList
        let total: Int
        let cancellation: String
    }

    func list(_ wanted: MaterializeRequest) async throws -> Result {
        // The one to be stopped has a connection of its own, where nobody waits behind it.
        try await pool.withConnection { connection in
            let users = UserLines.query(limit: wanted.boundedLimit).submit(on: pool)
            let count = UserLines.count.submit(on: pool)
            let slow = UserLines.slow.submit(on: connection)
            defer {
                users.cancel()
                count.cancel()
                slow.cancel()
            }
            let rows = try await users.rows
            let total = try await count.rows.first ?? 0
            slow.cancel()
            return Result(
                users: shaped(rows, wanted.shape), total: total,
                cancellation: await outcome(of: slow))
        }
    }

    private func shaped(
        _ rows: [(Int, String, String)], _ shape: MaterializeRequest.Shape
    ) -> UserLineList {
        switch shape {
        case .rows: .rows(rows.map(UserLine.init))
        case .columns:
            .columns(UserLineColumns((rows.map(\.0), rows.map(\.1), rows.map(\.2))))
        }
    }

    /// What a query that was cancelled came to.
    private func outcome(of handle: QueryHandle<String>) async -> String {
        do throws(PGError) {
            _ = try await handle.rows
            return "finished"
        } catch {
            return switch error.execution {
            case .rolledBack: "stopped on the server"
            case .notSent: "stopped before it was sent"
            default: "stopped"
            }
        }
    }
}
