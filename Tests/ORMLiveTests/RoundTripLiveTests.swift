@testable import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Statements in one round trip, on a server", .liveDatabase(.entities))
struct RoundTripLiveTests {
    @Test func `answers come back in order`() async throws {
        try await withRecordedSession { session, source in
            let answers = try await session.sendAll([
                "SELECT \(1)::bigint", "SELECT name FROM users", "SELECT \(2)::bigint",
            ])

            #expect(source.trips == [1, 3])
            #expect(try answers[0].decode(Int.self) == [1])
            #expect(answers[1].isEmpty)
            #expect(try answers[2].decode(Int.self) == [2])
        }
    }

    @Test func `after an error the rest has not run, and a savepoint undoes it`() async throws {
        try await withRecordedSession { session, _ in
            let error = await #expect(throws: PGError.self) {
                try await session.withSavepoint {
                    _ = try await session.sendAll([
                        "INSERT INTO users (email, name) VALUES (\("a"), \("A"))",
                        "INSERT INTO users (email, name) VALUES (\("a"), \("B"))",
                        "INSERT INTO users (email, name) VALUES (\("c"), \("C"))",
                    ])
                }
            }

            let place = error?.row
            #expect(error?.sqlState == .uniqueViolation)
            #expect(place == 1)
            let left = try await session.count(User.all)
            #expect(left == 0)
        }
    }
}
