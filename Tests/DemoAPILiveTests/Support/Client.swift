import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import PGTestKit
import PGWire

@testable import DemoAPI

/// Sends requests to the API over the running test's database.
struct Client: Sendable {
    private let client: any TestClientProtocol
    /// The pool of the API.
    let pool: ConnectionPool

    /// Where a live server listens.
    var port: Int { client.port ?? 0 }

    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: Data
        var trailers: HTTPFields?

        /// The body as text; objects have their keys sorted.
        var text: String { String(decoding: body, as: UTF8.self) }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try decoder.decode(type, from: body)
        }

        var user: UserRow {
            get throws { try decode(UserRow.self) }
        }

        /// The problem that the answer tells of.
        var error: Problem {
            get throws { try decode(Problem.self) }
        }
    }

    struct Problem: Decodable, Equatable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let code: String
        let errors: [FieldProblem]
    }

    struct List: Decodable {
        let users: [UserRow]
        let next: String?
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil,
        _ headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await client.execute(
            uri: path, method: method, headers: headers, body: json.map { ByteBuffer(string: $0) }
        ) { response in
            Answer(
                status: response.status, headers: response.headers,
                body: Data(String(buffer: response.body).utf8),
                trailers: response.trailerHeaders)
        }
    }

    /// Creates a user and returns it.
    func create(_ tier: Tier, _ email: String) async throws -> UserRow {
        try await send(.post, tier.path, #"{"email": "\#(email)", "name": "N"}"#).user
    }

    /// Runs `body` against the API, over a pool of its own: the application closes its pool.
    static func run(
        _ setup: TestingSetup = .router, url: String? = nil, timeout: Duration = .seconds(30),
        limits requests: RequestLimits? = nil,
        pool change: (inout PoolConfiguration) -> Void = { _ in },
        _ body: @Sendable (Client) async throws -> Void
    ) async throws {
        var limits = PoolConfiguration()
        // Tests run in parallel, and a server that is not ours may allow few connections.
        limits.maximumConnections = 4
        change(&limits)
        let pool = try ConnectionPool(
            .url(url ?? TestDatabase.current.url), configuration: limits)
        let traced = try ConnectionPool(
            .url(url ?? TestDatabase.current.url), configuration: .traced)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let application = buildApplication(
            pool: pool, traced: traced,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: logger, limits: requests ?? RequestLimits(timeout: timeout))
        try await application.test(setup) { try await body(Client(client: $0, pool: pool)) }
    }
}
