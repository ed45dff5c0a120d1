import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Instances that keep each other")
struct CircleReleaseTests {
    private func session() -> SessionCore<ScriptedSource> {
        let source = ScriptedSource()
        source.answer { (statement) throws(PGError) in
            if statement.text.contains(#"FROM "authors" JOIN"#) {
                return ScriptedRows(columns: ["id", "name", "group_id"], [["1", "A", "5"]])
            }
            if statement.text.contains(#"FROM "groups" JOIN"#) {
                return ScriptedRows(columns: ["id", "name", "author_id"], [["5", "G", "1"]])
            }
            if statement.text.contains(#"FROM "authors""#) {
                return ScriptedRows(columns: ["id", "name"], [["1", "A"]])
            }
            return nil
        }
        return SessionCore(source)
    }

    /// Loads an author whose group has the author as a member.
    private func load(_ session: SessionCore<ScriptedSource>) async throws -> Author {
        try #require(
            try await session.fetch(Author.include(\.groups) { $0.include(\.members) }).first)
    }

    @Test func `go with the session when nobody else has them`() async throws {
        weak var author: Author?
        weak var group: Group?
        let session = session()
        do {
            let loaded = try await load(session)
            author = loaded
            group = try loaded.groups.all[0]
            #expect(try group?.members.all[0] === loaded)
        }
        #expect(author != nil)

        await session.close()

        #expect(author == nil)
        #expect(group == nil)
    }

    @Test func `stay with their relationships when somebody has one of them`() async throws {
        let session = session()
        let author = try await load(session)

        await session.close()

        #expect(try author.groups.all[0].members.all[0] === author)
        // The circle is the test's own now.
        author.groups = ToMany()
    }

    @Test func `go with a session that was dropped without an end`() async throws {
        weak var group: Group?
        do {
            let session = session()
            group = try await load(session).groups.all[0]
            #expect(group != nil)
        }
        #expect(group == nil)
    }
}
