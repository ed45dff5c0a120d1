import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Inserting rows that nobody tracks")
struct InsertAllTests {
    private let source = ScriptedSource()

    private func session(
        _ change: (inout SessionConfiguration) -> Void = { _ in }
    ) -> SessionCore<ScriptedSource> {
        var configuration = SessionConfiguration()
        change(&configuration)
        return SessionCore(source, configuration: configuration)
    }

    private func users(_ range: Range<Int>, role: String? = nil) -> [User] {
        range.map { User(email: "\($0)@x.org", name: "U\($0)", age: $0, role: role) }
    }

    private static let manyUsers =
        #"INSERT INTO "users" ("email", "name", "age") SELECT c1, c2, c3 FROM "#
        + #"unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS v(c1, c2, c3, n) "#
        + "ORDER BY n"

    @Test func `one row is bound as it is`() async throws {
        let session = session()

        let count = try await session.insertAll(users(1..<2))

        #expect(count == 1)
        #expect(
            source.log == [
                "BEGIN", #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3)"#,
            ])
        #expect(source.parameters.last == ["1@x.org", "U1", "1"])
        await session.close()
    }

    @Test func `several rows are arrays, and nothing comes back`() async throws {
        let session = session()
        let new = users(1..<4)

        #expect(try await session.insertAll(new) == 3)

        #expect(source.log == ["BEGIN", Self.manyUsers])
        #expect(source.parameters.last?.last == #"{"1","2","3"}"#)
        #expect(new.allSatisfy { $0.persistentID == nil && session.state(of: $0) == .transient })
        #expect(!session.isDirty)
        await session.close()
    }

    @Test func `no rows are no statement`() async throws {
        let session = session()
        #expect(try await session.insertAll([User]()) == 0)
        #expect(source.log.isEmpty)
        await session.close()
    }

    @Test func `rows that leave other columns to the server are sent apart`() async throws {
        let session = session()
        let mixed = zip(users(0..<3), users(3..<6, role: "admin")).flatMap { [$0, $1] }

        #expect(try await session.insertAll(mixed) == 6)

        #expect(source.log.count == 3)
        #expect(source.log[1] == Self.manyUsers)
        #expect(source.log[2].hasPrefix(#"INSERT INTO "users" ("email", "name", "age", "role")"#))
        #expect(
            source.parameters.map(\.last) == [
                nil, #"{"0","1","2"}"#, #"{"admin","admin","admin"}"#,
            ])
        await session.close()
    }

    @Test(arguments: [
        (4, Int.max, [4, 4, 2]), (4, 3, [3, 3, 3, 1]), (2, 3, [2, 1, 2, 1, 2, 1, 1]),
    ])
    func `without COPY, no statement is larger than it may be`(
        batch: Int, threshold: Int, sizes: [Int]
    ) async throws {
        let session = session {
            $0.maximumBatch = batch
            $0.copyThreshold = threshold
        }

        #expect(try await session.insertAll(users(0..<10)) == 10)

        let sent = source.parameters.dropFirst().map { parameters in
            (parameters.last ?? "").split(separator: ",").count
        }
        #expect(sent == sizes)
        await session.close()
    }

    @Test func `rows come as they are wanted`() async throws {
        let session = session { $0.copyThreshold = 3 }
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        for number in 0..<7 { continuation.yield(number) }
        continuation.finish()
        let rows = stream.map { User(email: "\($0)@x.org", name: "U", age: $0) }

        #expect(try await session.insertAll(from: rows) == 7)

        #expect(
            source.parameters.dropFirst().map(\.last) == [
                #"{"0","1","2"}"#, #"{"3","4","5"}"#, "6",
            ])
        await session.close()
    }

    @Test func `what was pending goes first`() async throws {
        let session = session()
        session.add(User(email: "first@x.org", name: "F"))

        try await session.insertAll(users(0..<2))

        #expect(source.log.count == 3)
        #expect(source.log[1].contains("RETURNING"))
        #expect(source.log[2] == Self.manyUsers)
        await session.close()
    }

    @Test func `an instance of the session is refused`() async throws {
        let session = session()
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.flush()
        let sent = source.log.count

        let error = await #expect(throws: PGError.self) { try await session.insertAll([user]) }

        #expect(error?.code == .wrongState)
        #expect(error?.message == "User 1 is persistent in the session")
        #expect(error?.location?.fileID.hasSuffix("InsertAllTests.swift") == true)
        #expect(source.log.count == sent)
        await session.close()
    }

    @Test func `an instance that leads to new ones is refused`() async throws {
        let session = session()
        let user = User(email: "a@x.org", name: "A")

        let error = await #expect(throws: PGError.self) {
            try await session.insertAll([Post(title: "t", author: user)])
        }

        #expect(error?.code == .wrongState)
        #expect(
            error?.message == "Post.author leads to instances that are not written with it")
        #expect(source.log.isEmpty)
        await session.close()
    }

    @Test func `all failures of an instance are told before anything is sent`() async throws {
        let session = session()
        let documents = [Document(title: "fine"), Document(title: "")]

        let error = await #expect(throws: PGError.self) { try await session.insertAll(documents) }

        #expect(error?.code == .validationFailed)
        #expect(source.log.isEmpty)
        await session.close()
    }

    @Test func `a session that has ended takes nothing`() async throws {
        let session = session()
        await session.close()
        let error = await #expect(throws: PGError.self) {
            try await session.insertAll(users(0..<2))
        }
        #expect(error?.code == .closed)
    }
}
