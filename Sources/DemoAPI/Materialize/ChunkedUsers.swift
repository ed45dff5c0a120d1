import Hummingbird
import PGCore
import PGWire
import QueryBuilder

/// `/materialize/chunked/users`: rows go to the client while the database produces them.
///
/// The JSON is written straight from the bytes that the server sent.
struct ChunkedUsers: Sendable {
    let pool: ConnectionPool

    func respond(
        _ wanted: MaterializeRequest, _ request: Request, _ context: DemoContext
    ) async throws -> Response {
        let sql = UserLines.query(limit: wanted.limit).sql
        let rows = pool.stream(sql, chunk: StreamLimits.chunk).limited(to: StreamLimits.time)
        return switch (wanted.shape, wanted.format) {
        case (.rows, .json):
            try await .streaming(
                rows.jsonChunks(.array), as: "application/json", to: request, context)
        case (.rows, .ndjson):
            try await .lines(rows.jsonChunks(.lines), to: request, context)
        case (.columns, _):
            try await .lines(
                rows.map { rows in try rows.jsonColumnBytes() + [UInt8(ascii: "\n")] },
                to: request, context)
        }
    }
}
