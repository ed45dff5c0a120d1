import Foundation
import Hummingbird
import HummingbirdTesting
import ORM
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("A session for each request", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct SessionPerRequestTests {
    private func role(of id: Int) async throws -> String {
        try await TestDatabase.pool.query("SELECT role::text FROM users WHERE id = \(id)")
            .one(String.self)
    }

    /// What sessions other than the test's are doing.
    private func busy() async throws -> Int {
        try await TestDatabase.pool.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
            """
        ).one(Int.self)
    }

    @Test("what the handler changes is committed when it returns")
    func commits() async throws {
        try await Client.run(.live) { client in
            let user = try await client.create(.orm, "a@x.org")
            let answer = try await client.send(
                .put, "/session/users/\(user.id)/role", #"{"role": "admin"}"#)
            #expect(answer.status == .ok)
            #expect(try answer.user.role == .admin)
            #expect(try await role(of: user.id) == "admin")
            try await eventually("the connection is free again") { try await busy() == 0 }
        }
    }

    @Test("what is wrong is said, and changes nothing")
    func failures() async throws {
        let id = try await TestDatabase.pool.query(
            "INSERT INTO users (email, name) VALUES ('a@x.org', 'A') RETURNING id"
        ).one(Int.self)
        for (path, body, status) in [
            ("/session/users/\(id)/role", #"{"role": "king"}"#, 422),
            ("/session/users/99/role", #"{"role": "admin"}"#, 404),
            ("/session/users/\(id)/role", "{", 400),
        ] {
            // Each connection takes one such request.
            try await Client.run(.live) { client in
                let answer = try await client.send(.put, path, body)
                #expect(answer.status.code == status)
                #expect(answer.headers[.connection] == "close")
            }
        }
        #expect(try await role(of: id) == "member")
    }

    private struct Refused: Error {}

    @Test("when the handler throws after it has written, all of it is rolled back")
    func rollsBack() async throws {
        let pool = try TestDatabase.pool
        let id = try await pool.query(
            "INSERT INTO users (email, name) VALUES ('a@x.org', 'A') RETURNING id"
        ).one(Int.self)
        let router = Router(context: DemoContext.self)
        router.add(middleware: ErrorMiddleware<DemoContext>())
        let operation = Operation(
            method: .get, path: "/fail", id: "fail", summary: "Fail", tag: "test")
        API(router).add(operation, in: Database(pool)) { _, _, session -> String in
            try await session.get(User.self, id)?.name = "B"
            try await session.flush()
            throw Refused()
        }
        try await Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0))
        ).test(.live) { client in
            let answer = try await client.execute(uri: "/fail", method: .get)
            #expect(answer.status == .internalServerError)
        }
        let name = try await pool.query("SELECT name FROM users").one(String.self)
        #expect(name == "A")
        try await eventually("the connection is free again") { try await busy() == 0 }
    }

    @Test("when the client goes away, the transaction is rolled back and the connection returns")
    func disconnect() async throws {
        try await Client.run(.live) { client in
            let user = try await client.create(.orm, "a@x.org")
            try await TestDatabase.pool.withTransaction { transaction in
                try await transaction.query("SELECT FROM users WHERE id = \(user.id) FOR UPDATE")
                let body = #"{"role": "admin"}"#
                let leaving = try SlowClient(
                    port: client.port,
                    sending: """
                        PUT /session/users/\(user.id)/role HTTP/1.1\r\nHost: localhost\r
                        Content-Length: \(body.utf8.count)\r\n\r\n\(body)
                        """)
                // The handler's UPDATE waits for the row.
                try await eventually("it waits") { try await waiting() == 1 }
                leaving.leave()
                try await eventually("nobody waits any more") { try await waiting() == 0 }
            }
            try await eventually("the connection is free again") { try await busy() == 0 }
            #expect(try await role(of: user.id) == "member")
            try await eventually("it is back in the pool") {
                await client.pool.statistics.leased == 0
            }
            #expect(try await client.send(.get, "/orm/users/\(user.id)").status == .ok)
        }
    }

    private func waiting() async throws -> Int {
        try await TestDatabase.pool.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        ).one(Int.self)
    }
}
