import Hummingbird
import PGCore
import PGWire

/// Users as files of comma-separated values, of any size in both directions.
struct CSVController: Sendable {
    let pool: ConnectionPool

    func addRoutes(to api: API) {
        api.add(CSVOperations.load, load)
        api.add(CSVOperations.export, export)
    }

    /// `POST /users/import`: what the client sends goes straight into a COPY.
    func load(_ request: Request, _ context: DemoContext) async throws -> EditedResponse<
        ImportResult
    > {
        try checkType(request)
        let size = request.headers[.contentLength].flatMap { Int($0) }
        let job = UserImport(pool: pool, expectedBytes: size)
        let count = try await withTimeLimit(StreamLimits.time, else: .tooSlow) {
            try await job.run(request.body)
        }
        return EditedResponse(status: .created, response: ImportResult(imported: count))
    }

    /// `GET /users/export.csv`: what a COPY yields goes straight to the client.
    func export(_ request: Request, _ context: DemoContext) async throws -> Response {
        let users = pool.copy(
            query: "SELECT id, email, name, age, role, created_at FROM users ORDER BY id",
            options: .csv(header: true))
        var response = try await Response.streaming(
            users, as: "text/csv; charset=utf-8; header=present", to: request, context)
        response.headers[.contentDisposition] = #"attachment; filename="users.csv""#
        return response
    }

    /// Other types would only fail in stranger ways.
    private func checkType(_ request: Request) throws(APIError) {
        guard let type = request.headers[.contentType] else { return }
        let name = type.prefix { $0 != ";" }.lowercased()
        guard ["text/csv", "application/csv", "application/octet-stream"].contains(name) else {
            throw APIError(
                status: .unsupportedMediaType, code: "unsupported_media_type",
                message: "the body must be a file of type text/csv")
        }
    }
}

/// The answer to an import.
struct ImportResult: ResponseEncodable, Sendable, Equatable {
    /// How many users there are more.
    let imported: Int
}
