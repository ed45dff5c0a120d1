import ORM
import ORMTestSupport
import PGCore
import QueryBuilder
import Testing

@Suite("Entity queries")
struct EntityQueryTests {
    private static let start =
        #"SELECT "users"."id", "users"."email", "users"."name", "users"."age", "users"."role" FROM "users""#

    @Test(arguments: [
        (User.all, ""),
        (User.where { $0.name == "A" }, #" WHERE "users"."name" = $1"#),
        (
            User.where { $0.age >= 18 }.where { $0.email.like("%@x.org") },
            #" WHERE "users"."age" >= $1 AND "users"."email" LIKE $2"#
        ),
        (User.where(ifLet: nil as Int?) { $0.age == $1 }, ""),
        (
            User.orderBy { ($0.name, $0.id.descending) }.limit(20).offset(40),
            #" ORDER BY "users"."name", "users"."id" DESC LIMIT $1 OFFSET $2"#
        ),
        (User.include(\.posts), ""),
    ])
    func `render as one SELECT`(_ query: EntityQuery<User>, _ rest: String) {
        #expect(query.sql.text == Self.start + rest)
    }

    @Test func `a query is a value`() {
        let all = User.all
        let some = all.where { $0.name == "A" }

        #expect(all.sql.parameters.isEmpty)
        #expect(some.sql.parameters.count == 1)
    }

    @Test func `counting leaves out columns and order`() async throws {
        let source = ScriptedSource()
        let session = SessionCore(source)
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(columns: ["count"], [["3"]])
        }

        #expect(try await session.count(User.where { $0.name == "A" }.orderBy { $0.id }) == 3)
        #expect(try await session.count(User.all.limit(5)) == 3)

        #expect(source.log[1] == #"SELECT count(*) FROM "users" WHERE "users"."name" = $1"#)
        #expect(source.log[2] == "SELECT count(*) FROM (\(Self.start) LIMIT $1) AS entities")
    }

    @Test func `several rows are too many for fetchOne`() async throws {
        let source = ScriptedSource()
        let session = SessionCore(source)
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(
                columns: ["id", "email", "name", "age", "role"],
                [["1", "a", "A", "4", "member"], ["2", "b", "B", nil, "member"]])
        }

        let error = await #expect(throws: PGError.self) {
            _ = try await session.fetchOne(User.all)
        }

        #expect(error?.code == .rowCountMismatch)
    }
}
