import Hummingbird
import LocalPostgres
import Migrations
import PGCore
import PGWire
import Synchronization
import Testing

@testable import DemoAPI

@Suite("A database that is not there", .timeLimit(.minutes(2)))
struct AvailabilityTests {
    static let paths =
        Tier.allCases.map(\.path) + MaterializeTests.ways.map { "/materialize/\($0)/users" } + [
            "/users/export.csv"
        ]

    @Test("stopped under load it is a 503, and started again it serves, without a new program")
    func stoppedAndStarted() async throws {
        try await LocalPostgres.withServer { server in
            let pool = try ConnectionPool(.url(server.url))
            try await DatabaseSetup(
                source: .url(server.url), migrations: MigrationDirectory.demo.path
            ).run(pool)
            await pool.close()
            try await Client.run(url: server.url, timeout: .seconds(2)) { client in
                try await underLoad(client) { answers in
                    try await eventually("all are served") { answers.now == [.ok] }
                    try await server.kill()
                    try await eventually("none is served") {
                        answers.now == [.serviceUnavailable]
                    }
                    try await server.restart()
                    try await eventually("all are served again", within: .seconds(30)) {
                        answers.now == [.ok]
                    }
                }
            }
        }
    }

    /// The last answer of each path, and all kinds that there ever were.
    private final class Answers: Sendable {
        private let last = Mutex<[String: HTTPResponse.Status]>([:])

        func add(_ status: HTTPResponse.Status, to path: String) {
            last.withLock { $0[path] = status }
        }

        /// What is answered at the moment, once every path has an answer.
        var now: Set<HTTPResponse.Status> {
            let last = last.withLock { $0 }
            return last.count == AvailabilityTests.paths.count ? Set(last.values) : []
        }
    }

    /// Asks for all paths again and again while `body` runs, and checks every answer.
    private func underLoad(
        _ client: Client, _ body: (Answers) async throws -> Void
    ) async throws {
        let answers = Answers()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for path in Self.paths {
                group.addTask {
                    while !Task.isCancelled {
                        guard let answer = try? await client.send(.get, path) else { continue }
                        if answer.status == .serviceUnavailable {
                            #expect(answer.headers[.retryAfter] != nil)
                        } else {
                            #expect(answer.status == .ok, "\(path): \(answer.text)")
                        }
                        answers.add(answer.status, to: path)
                    }
                }
            }
            defer { group.cancelAll() }
            try await body(answers)
        }
    }
}
