import ORM
import ORMTestSupport
import PGCore
import QueryBuilder
import Testing

@Suite("Changing many rows")
struct BulkTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `without known instances nothing but the count comes back`() async throws {
        source.answer { (_) throws(PGError) in ScriptedRows(columns: [], affected: 4) }

        let changed = try await session.updateAll(User.where { $0.age < 18 }) {
            $0.set(\.role, to: "minor").set(\.age) { $0.age + 1 }.set(\.name, ifLet: nil)
        }
        let deleted = try await session.deleteAll(User.all)

        #expect(changed == 4)
        #expect(deleted == 4)
        #expect(
            Array(source.log.dropFirst()) == [
                #"UPDATE "users" SET "role" = $1, "age" = "users"."age" + $2 "#
                    + #"WHERE "users"."age" < $3"#,
                #"DELETE FROM "users""#,
            ])
    }

    @Test func `with known instances their rows come back`() async throws {
        let note = Note(title: "a")
        session.add(note)
        try await session.commit()
        source.clear()
        source.answer { (_) throws(PGError) in
            ScriptedRows(
                columns: ["count", "id", "title", "rank", "version"],
                [["7", "1", "new", "3", "2"]])
        }

        let changed = try await session.updateAll(Note.where { $0.title == "a" }) {
            $0.set(\.rank, to: 3)
        }

        #expect(changed == 7)
        #expect(note.rank == 3)
        #expect(note.version == 2)
        #expect(!session.isDirty)
        #expect(
            source.log[1]
                == #"WITH changed AS (UPDATE "notes" SET "rank" = $1, "#
                + #""version" = "notes"."version" + 1 WHERE "notes"."title" = $2 "#
                + #"RETURNING "notes"."id", "notes"."title", "notes"."rank", "notes"."version") "#
                + #"SELECT (SELECT count(*) FROM changed), known.* FROM (VALUES (1)) AS one "#
                + #"LEFT JOIN changed AS known ON known."id" = ANY($3::bigint[])"#)
    }

    @Test func `a query with a limit is a subquery`() async throws {
        try await session.deleteAll(User.orderBy { $0.id.ascending }.limit(5))

        #expect(
            source.log[1]
                == #"DELETE FROM "users" WHERE "users"."id" IN (SELECT "users"."id" FROM "users" "#
                + #"ORDER BY "users"."id" ASC LIMIT $1)"#)
    }

    @Test func `setting nothing changes nothing`() async throws {
        source.answer { (_) throws(PGError) in ScriptedRows(columns: ["count"], [["4"]]) }

        #expect(try await session.updateAll(User.all) { $0 } == 4)
        #expect(source.log[1].hasPrefix("SELECT count(*)"))
    }

    @Test func `soft deletion by predicate is an update`() async throws {
        try await session.deleteAll(Document.where { $0.tenantID == 3 })

        #expect(
            source.log[1]
                == #"UPDATE "documents" SET "deleted_at" = now() WHERE "documents"."tenant_id" = $1 "#
                + #"AND "documents"."deleted_at" IS NULL"#)
    }

    @Test func `pending changes go first`() async throws {
        session.add(User(email: "a@x.org", name: "A"))
        try await session.updateAll(Country.all) { $0.set(\.aliases, to: []) }

        #expect(source.log[1].hasPrefix("INSERT"))
        #expect(source.log[2].hasPrefix(#"UPDATE "countries""#))
    }
}
