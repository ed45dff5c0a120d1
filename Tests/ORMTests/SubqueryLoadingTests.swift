import ORM
import ORMTestSupport
import PGCore
import QueryBuilder
import Testing

@Suite("Loading by subqueries")
struct SubqueryLoadingTests {
    /// Two users come; by the time the subquery runs, the second is not among those it finds.
    private func source() -> ScriptedSource {
        let source = ScriptedSource()
        source.answer { (statement) throws(PGError) in
            if statement.text.contains("LATERAL") {
                return ScriptedRows(
                    columns: ["id", "title", "author_id", "editor_id", "id"],
                    [["1", "t", "1", nil, "1"], [nil, nil, nil, nil, "3"]])
            }
            if statement.text.contains(#"FROM "posts""#) {
                return ScriptedRows(
                    columns: ["id", "title", "author_id", "editor_id"], [["2", "u", "2", nil]])
            }
            guard statement.text.contains(#"FROM "users""#) else { return nil }
            return ScriptedRows(
                columns: ["id", "email", "name", "age", "role"],
                [
                    ["1", "a@x.org", "A", nil, "member"],
                    ["2", "b@x.org", "B", nil, "member"],
                ])
        }
        return source
    }

    @Test func `owners that came in between are asked for by their keys`() async throws {
        let source = source()
        let session = SessionCore(source)
        let users = try await session.fetch(User.all.include(\.posts, .subquery))

        #expect(source.trips == [1, 2, 1])
        #expect(source.parameters.last == [#"{"2"}"#])
        #expect(try users.map { try $0.posts.all.map(\.title) } == [["t"], ["u"]])
    }

    @Test func `nothing is sent ahead for a query without any`() async throws {
        let source = source()
        let session = SessionCore(source)
        _ = try await session.fetch(User.all.include(\.posts, .selectIn))

        #expect(source.trips == [1, 1, 1])
        #expect(source.log.allSatisfy { !$0.contains("LATERAL") })
    }
}
