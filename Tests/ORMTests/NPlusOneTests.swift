import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("One at a time, again and again")
struct NPlusOneTests {
    private let source = ScriptedSource()

    private func session(_ policy: NPlusOnePolicy) -> SessionCore<ScriptedSource> {
        var configuration = SessionConfiguration()
        configuration.nPlusOne = policy
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("SELECT") ? ScriptedRows(columns: []) : nil
        }
        return SessionCore(source, configuration: configuration)
    }

    private func users(_ session: SessionCore<ScriptedSource>) async throws -> [User] {
        let users = (1...5).map { User(email: "\($0)@x.org", name: "U") }
        session.add(contentsOf: users)
        try await session.commit()
        return users
    }

    @Test func `is an error that names the line and the include to add`() async throws {
        let session = session(.throw(after: 3))
        let users = try await users(session)
        var loaded = 0

        let error = await #expect(throws: PGError.self) {
            for user in users {
                try await session.load(\.posts, of: user, fileID: "App/Page.swift", line: 7)
                loaded += 1
            }
        }

        #expect(loaded == 3)
        #expect(error?.code == .nPlusOne)
        #expect(
            error?.message == "User.posts was loaded 4 times by the same line, one at a time")
        #expect(
            error?.hint
                == #"Add include(\.posts) to the query that found them, or call session.load(\.posts, of:) with all of them"#
        )
        #expect(error?.location?.description == "App/Page.swift:7")
        // Nothing was sent for it: the session goes on.
        try await session.load(\.posts, of: users)
    }

    @Test func `is logged once for a line`() async throws {
        let session = session(.log(after: 2))
        let users = try await users(session)

        for user in users { try await session.load(\.posts, of: user) }

        #expect(source.warnings.map(\.code) == [.nPlusOne])
        #expect(source.warnings.first?.location?.fileID.hasSuffix("NPlusOneTests.swift") == true)
    }

    @Test func `counts what get asks the server for`() async throws {
        let session = session(.throw(after: 2))
        let users = try await users(session)

        for user in users { #expect(try await session.get(User.self, user.id) === user) }
        let error = await #expect(throws: PGError.self) {
            for id in 100...110 { _ = try await session.get(User.self, id) }
        }

        #expect(error?.message == "User was loaded 3 times by the same line, one at a time")
    }

    @Test func `starts anew with a transaction, and at another line`() async throws {
        let session = session(.throw(after: 2))
        let users = try await users(session)

        for _ in 1...3 {
            for user in users.prefix(2) { try await session.load(\.posts, of: user) }
            try await session.commit()
        }
        try await session.load(\.posts, of: users[0])
        try await session.load(\.posts, of: users[0])
        try await session.load(\.posts, of: users[0])
    }

    @Test func `is nobody's concern unless it is asked for`() async throws {
        let session = session(.off)
        let users = try await users(session)

        for _ in 1...20 { try await session.load(\.posts, of: users[0]) }

        #expect(source.warnings.isEmpty)
    }
}
