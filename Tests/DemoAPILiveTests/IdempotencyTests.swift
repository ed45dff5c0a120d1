import Foundation
import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Idempotency keys", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct IdempotencyTests {
    private let ada = #"{"email": "ada@x.org", "name": "Ada"}"#

    @Test(
        "a request that is sent again gets the same answer, and is done once",
        arguments: Tier.allCases)
    func replay(_ tier: Tier) async throws {
        try await Client.run { client in
            let first = try await client.send(.post, tier.path, ada, [.idempotencyKey: "k"])
            #expect(first.status == .created)
            let plain = try await client.send(
                .post, tier.path, #"{"email": "b@x.org", "name": "B"}"#)
            _ = try await client.send(
                .patch, "\(tier.path)/\(first.user.id)", #"{"name": "Changed"}"#)
            let again = try await client.send(.post, tier.path, ada, [.idempotencyKey: "k"])
            #expect(again.status == .created)
            #expect(again.text == first.text)
            for name in [HTTPFields.Element.Name.location, .eTag, .contentType] {
                #expect(again.headers[name] == first.headers[name])
                // The answer has the headers of any other.
                #expect((first.headers[name] == nil) == (plain.headers[name] == nil))
            }
            #expect(plain.headers[.contentType] == first.headers[.contentType])
            #expect(
                try await TestDatabase.pool.query("SELECT count(*) FROM users").one(Int.self) == 2)
        }
    }

    @Test("another request with the same key is refused", arguments: Tier.allCases)
    func otherBody(_ tier: Tier) async throws {
        try await Client.run { client in
            _ = try await client.send(.post, tier.path, ada, [.idempotencyKey: "k"])
            let other = try await client.send(
                .post, tier.path, #"{"email": "b@x.org", "name": "B"}"#, [.idempotencyKey: "k"])
            #expect(other.status == .unprocessableContent)
            #expect(try other.error.code == "key_is_taken")
            #expect(
                try await TestDatabase.pool.query("SELECT count(*) FROM users").one(Int.self) == 1)
        }
    }

    @Test("while the first request is at work, another is told to wait", arguments: Tier.allCases)
    func inProgress(_ tier: Tier) async throws {
        try await Client.run { client in
            let (first, second) = try await TestDatabase.pool.withTransaction { transaction in
                try await transaction.query("LOCK TABLE users IN EXCLUSIVE MODE")
                let first = Task {
                    try await client.send(.post, tier.path, ada, [.idempotencyKey: "k"])
                }
                try await transaction.waitForAdvisoryLock()
                let second = try await client.send(.post, tier.path, ada, [.idempotencyKey: "k"])
                return (first, second)
            }
            #expect(second.status == .conflict)
            #expect(try second.error.code == "in_progress")
            #expect(second.headers[.retryAfter] == "1")
            #expect(try await first.value.status == .created)
        }
    }

    @Test("a failure is not kept: the request may be tried again", arguments: Tier.allCases)
    func failures(_ tier: Tier) async throws {
        try await Client.run { client in
            let user = try await client.create(tier, "ada@x.org")
            let first = try await client.send(.post, tier.path, ada, [.idempotencyKey: "k"])
            #expect(first.status == .conflict)
            _ = try await client.send(.delete, "\(tier.path)/\(user.id)")
            let second = try await client.send(.post, tier.path, ada, [.idempotencyKey: "k"])
            #expect(second.status == .created)
        }
    }

    @Test("after a day a key is forgotten, and some others with it", arguments: Tier.allCases)
    func expiry(_ tier: Tier) async throws {
        try await Client.run { client in
            let pool = try TestDatabase.pool
            try await pool.query(
                """
                INSERT INTO idempotency_keys
                SELECT 'old' || n, '', 201, '', '', '', now() - interval '2 days'
                FROM generate_series(1, 15) AS n
                """)
            let first = try await client.send(.post, tier.path, ada, [.idempotencyKey: "old3"])
            #expect(first.status == .created)
            let rest = try await pool.query("SELECT count(*) FROM idempotency_keys").one(Int.self)
            #expect(rest == 5)
            let again = try await client.send(.post, tier.path, ada, [.idempotencyKey: "old3"])
            #expect(again.text == first.text)
        }
    }

    @Test("a key that is no key is a 400", arguments: Tier.allCases)
    func badKeys(_ tier: Tier) async throws {
        try await Client.run { client in
            for key in ["", "two words", String(repeating: "k", count: 256)] {
                let answer = try await client.send(.post, tier.path, ada, [.idempotencyKey: key])
                #expect(answer.status == .badRequest)
                #expect(try answer.error.errors.map(\.field) == ["Idempotency-Key"])
            }
        }
    }
}

extension Transaction {
    /// Returns once some session of the database has an advisory lock; the test's time limit bounds it.
    fileprivate func waitForAdvisoryLock() async throws {
        while try await query(
            """
            SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
            WHERE locktype = 'advisory' AND granted AND datname = current_database()
            """
        ).one(Int.self) == 0 {}
    }
}
