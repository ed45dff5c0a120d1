import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Insertions that say what happened")
struct UpsertTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private static let columns = ["n", "new", "id", "email", "name", "age", "role"]

    @Test func `insertOrFetch is one statement`() async throws {
        answer([["1", "t", "7", "a@x.org", "A", nil, "member"]])
        let user = User(email: "a@x.org", name: "A")

        let result = try await session.insertOrFetch(user, on: \.email)

        #expect(
            source.log == [
                "BEGIN",
                #"WITH new AS (INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) "#
                    + #"ON CONFLICT ("email") DO NOTHING "#
                    + #"RETURNING "id", "email", "name", "age", "role") "#
                    + #"SELECT 1, true, new."id", new."email", new."name", new."age", new."role" "#
                    + #"FROM new UNION ALL "#
                    + #"SELECT 1, false, t."id", t."email", t."name", t."age", t."role" "#
                    + #"FROM "users" AS t WHERE t."email" = $4"#,
            ])
        #expect(source.parameters[1] == ["a@x.org", "A", "NULL", "a@x.org"])
        #expect(result.outcome == .inserted)
        #expect(result.entity === user)
        #expect(user.id == 7)
        #expect(session.state(of: user) == .persistent)
        #expect(!session.isDirty)
    }

    @Test func `a row that is there becomes an instance of its own`() async throws {
        answer([["1", "f", "7", "a@x.org", "Theirs", nil, "admin"]])
        let user = User(email: "a@x.org", name: "Mine")

        let result = try await session.insertOrFetch(user, on: \.email)

        #expect(result.outcome == .existing)
        #expect(result.entity !== user)
        #expect(result.entity.name == "Theirs")
        #expect(session.state(of: user) == .transient)
        #expect(session.state(of: result.entity) == .persistent)
        #expect(try await session.get(User.self, 7) === result.entity)
    }

    @Test func `a known instance is the result`() async throws {
        let known = User(email: "a@x.org", name: "A")
        session.add(known)
        try await session.commit()
        answer([["1", "f", "1", "a@x.org", "New", nil, "member"]])

        let result = try await session.insertOrFetch(User(email: "a@x.org", name: "B"), on: \.email)

        #expect(result.entity === known)
        #expect(known.name == "New")
    }

    @Test func `a row that was committed meanwhile is asked for once more`() async throws {
        let calls = CallCounter()
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("WITH") else { return nil }
            let rows = [["1", "f", "7", "a@x.org", "T", nil, "member"]]
            return ScriptedRows(columns: Self.columns, calls.next() == 1 ? [] : rows)
        }

        let result = try await session.insertOrFetch(User(email: "a@x.org", name: "A"), on: \.email)

        #expect(result.outcome == .existing)
        #expect(source.log.count == 3)
    }

    @Test func `rows that keep going away end in an error`() async throws {
        answer([])

        let error = await #expect(throws: PGError.self) {
            _ = try await session.insertOrFetch(User(email: "a@x.org", name: "A"), on: \.email)
        }

        #expect(error?.code == .staleData)
        #expect(source.log.count == 21)
    }

    @Test func `many are one statement and keep their order`() async throws {
        answer([
            ["1", "f", "9", "a@x.org", "A", nil, "member"],
            ["2", "t", "10", "b@x.org", "B", nil, "member"],
            ["3", "t", "10", "b@x.org", "B", nil, "member"],
        ])
        let users = ["a", "b", "b"].map { User(email: "\($0)@x.org", name: "N") }

        let results = try await session.insertOrFetch(contentsOf: users, on: \.email)

        #expect(
            source.log[1]
                == #"WITH v AS MATERIALIZED (SELECT * FROM "#
                + #"unnest($1::text[], $2::text[], $3::bigint[]) "#
                + #"WITH ORDINALITY AS v(c1, c2, c3, n)), "#
                + #"new AS (INSERT INTO "users" ("email", "name", "age") "#
                + #"SELECT c1, c2, c3 FROM v ORDER BY n "#
                + #"ON CONFLICT ("email") DO NOTHING "#
                + #"RETURNING "id", "email", "name", "age", "role") "#
                + #"SELECT v.n, true, new."id", new."email", new."name", new."age", new."role" "#
                + #"FROM v JOIN new ON new."email" = v.c1 UNION ALL "#
                + #"SELECT v.n, false, t."id", t."email", t."name", t."age", t."role" "#
                + #"FROM v JOIN "users" AS t ON t."email" = v.c1 ORDER BY 1"#)
        #expect(results.map(\.outcome) == [.existing, .inserted, .existing])
        #expect(results[1].entity === users[1])
        #expect(results[2].entity === users[1])
        #expect(session.state(of: users[2]) == .transient)
    }

    @Test func `upsert is one statement and updates what was given`() async throws {
        answer([["f", "7", "a@x.org", "A", "5", "member"]], from: 1)
        let user = User(email: "a@x.org", name: "A", age: 5)

        let result = try await session.upsert(user, on: \.email)

        #expect(
            source.log[1]
                == #"INSERT INTO "users" AS t ("email", "name", "age") VALUES ($1, $2, $3) "#
                + #"ON CONFLICT ("email") DO UPDATE SET "name" = excluded."name", "#
                + #""age" = excluded."age" RETURNING (t.xmax = 0), "#
                + #"t."id", t."email", t."name", t."age", t."role""#)
        #expect(result.outcome == .updated)
        #expect(result.entity === user)
        #expect(user.id == 7)
    }

    @Test func `upsert can be told what to set`() async throws {
        answer([["t", "7", "a@x.org", "A", "5", "member"]], from: 1)
        let user = User(email: "a@x.org", name: "A", age: 5)

        let result = try await session.upsert(user, on: \.email) { [$0.age] }

        #expect(source.log[1].contains(#"DO UPDATE SET "age" = excluded."age" RETURNING"#))
        #expect(result.outcome == .inserted)
    }

    @Test func `upsert counts the version up`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("INSERT") else { return nil }
            return ScriptedRows(
                columns: ["new", "id", "title", "rank", "version"], [["f", "3", "a", nil, "8"]])
        }
        let note = Note(title: "a")

        _ = try await session.upsert(note, on: \.title)

        #expect(
            source.log[1].contains(
                #"ON CONFLICT ("title") DO UPDATE SET "rank" = excluded."rank", "#
                    + #""version" = t."version" + 1 RETURNING"#))
        #expect(note.version == 8)
    }

    @Test func `a rollback makes an inserted instance transient again`() async throws {
        answer([["1", "t", "7", "a@x.org", "A", nil, "member"]])
        let user = User(email: "a@x.org", name: "A")
        _ = try await session.insertOrFetch(user, on: \.email)

        try await session.rollback()

        #expect(session.state(of: user) == .transient)
        #expect(user.persistentID == nil)
    }

    @Test func `an instance of the session is refused`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)

        let error = await #expect(throws: PGError.self) {
            _ = try await session.upsert(user, on: \.email)
        }

        #expect(error?.code == .wrongState)
        #expect(session.state(of: user) == .pending)
    }

    @Test func `NULL conflicts with nothing`() async throws {
        let error = await #expect(throws: PGError.self) {
            _ = try await session.insertOrFetch(User(email: "a@x.org", name: "A"), on: \.age)
        }

        #expect(error?.message == "User.age is NULL, which conflicts with nothing")
        #expect(source.log.isEmpty)
    }

    @Test func `instances are validated first`() async throws {
        let error = await #expect(throws: PGError.self) {
            _ = try await session.upsert(Document(title: ""), on: \.title)
        }

        #expect(error?.code == .validationFailed)
        #expect(source.log.isEmpty)
    }

    private func answer(_ rows: [[String?]], from first: Int = 0) {
        source.answer { (statement) throws(PGError) in
            guard statement.text.contains("ON CONFLICT") else { return nil }
            return ScriptedRows(columns: Array(Self.columns[first...]), rows)
        }
    }
}
