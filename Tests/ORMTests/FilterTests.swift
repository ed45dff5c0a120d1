import ORM
import ORMTestSupport
import PGCore
import QueryBuilder
import Testing

@Suite("Filters")
struct FilterTests {
    private let source = ScriptedSource()

    private func session(
        matches: (@Sendable (Document) -> Bool)? = nil
    ) -> SessionCore<ScriptedSource> {
        var configuration = SessionConfiguration()
        configuration.filters.add(
            "tenant", on: Document.self, where: { $0.tenantID == 7 }, matches: matches)
        return SessionCore(source, configuration: configuration)
    }

    private static let both =
        #"WHERE "documents"."tenant_id" = $1 AND "documents"."deleted_at" IS NULL"#

    @Test func `every read has the conditions`() async throws {
        source.answer { (statement) throws(PGError) in
            statement.text.contains("count(*)") || statement.text.contains("EXISTS")
                ? ScriptedRows(columns: ["count"], [["0"]]) : nil
        }
        let session = session()
        _ = try await session.fetch(Document.all)
        _ = try await session.first(Document.all)
        _ = try await session.count(Document.all)
        _ = try? await session.exists(Document.all)
        _ = try await session.get(Document.self, 1)
        _ = try await session.updateAll(Document.all) { $0.set(\.code, to: nil) }
        _ = try await session.deleteAll(Document.all)

        #expect(source.log.count == 8)
        for statement in source.log.dropFirst() {
            #expect(statement.contains(#""documents"."tenant_id" = $"#), "\(statement)")
            #expect(statement.contains(#""documents"."deleted_at" IS NULL"#), "\(statement)")
        }
    }

    @Test func `a query can do without them`() async throws {
        let session = session()
        _ = try await session.fetch(Document.all)
        _ = try await session.fetch(Document.all.unfiltered("tenant"))
        _ = try await session.fetch(Document.all.includingDeleted)
        _ = try await session.fetch(Document.all.unfiltered())
        _ = try await session.fetch(Document.all.includingDeleted.unfiltered("tenant"))

        let conditions = source.log.dropFirst().map { statement in
            statement.firstRange(of: " WHERE ").map { String(statement[$0.upperBound...]) } ?? "-"
        }
        #expect(
            conditions == [
                #""documents"."tenant_id" = $1 AND "documents"."deleted_at" IS NULL"#,
                #""documents"."deleted_at" IS NULL"#, #""documents"."tenant_id" = $1"#, "-", "-",
            ])
    }

    @Test func `a projection hides deleted rows, and takes the rest along when asked`() async throws
    {
        let session = session()
        let plain = Document.all.select { $0.title }.sql.text
        let scoped = session.scoped(Document.where { $0.id > 3 }).select { $0.title }.sql.text
        _ = try await session.fetch(session.scoped(Document.all))

        #expect(
            plain
                == #"SELECT "documents"."title" FROM "documents" "#
                + #"WHERE "documents"."deleted_at" IS NULL"#)
        #expect(
            scoped.hasSuffix(
                #"WHERE "documents"."id" > $1 AND "documents"."tenant_id" = $2 "#
                    + #"AND "documents"."deleted_at" IS NULL"#))
        #expect(source.log[1].hasSuffix(Self.both))
        #expect(
            Document.all.includingDeleted.select { $0.title }.sql.text
                == #"SELECT "documents"."title" FROM "documents""#)
    }

    @Test func `what is joined is filtered where it is joined`() async throws {
        var configuration = SessionConfiguration()
        configuration.filters.add("adults", on: User.self, where: { $0.age > 17 })
        let session = SessionCore(source, configuration: configuration)
        _ = try await session.fetch(Post.all.include(\.author, .joined))

        #expect(source.log[1].contains(#"AND "author"."age" > $1"#), "\(source.log[1])")
        #expect(!source.log[1].contains("WHERE"))
    }

    @Test func `what is loaded by a statement of its own is filtered there`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.contains(#"FROM "users""#) else { return nil }
            return ScriptedRows(
                columns: ["id", "email", "name", "age", "role"],
                [["1", "a@x.org", "A", nil, "member"]])
        }
        var configuration = SessionConfiguration()
        configuration.filters.add("named", on: Post.self, where: { $0.title == "t" })
        let session = SessionCore(source, configuration: configuration)
        _ = try? await session.fetch(User.all.include(\.posts))

        #expect(source.log[2].contains(#""posts"."title" = $"#))
    }

    @Test func `other entities have none`() async throws {
        _ = try await session().fetch(User.all)

        #expect(!source.log[1].contains("WHERE"))
    }

    @Test func `a get of a known instance asks the server whether it passes`() async throws {
        let session = session()
        session.add(Document(tenantID: 3, title: "a"))
        try await session.commit()
        source.clear()

        #expect(try await session.get(Document.self, 1) == nil)

        #expect(
            source.log[1].hasSuffix(
                #"WHERE ("documents"."id" = $1) AND "documents"."tenant_id" = $2 "#
                    + #"AND "documents"."deleted_at" IS NULL"#))
    }

    @Test func `with a test in memory it need not ask`() async throws {
        let session = session { $0.tenantID == 7 }
        let mine = Document(tenantID: 7, title: "a")
        session.add(mine)
        let other = Document(tenantID: 8, title: "b")
        session.add(other)
        try await session.commit()
        source.clear()

        #expect(try await session.get(Document.self, 1) === mine)
        #expect(try await session.get(Document.self, other.id) == nil)
        #expect(source.log.isEmpty)
    }

    @Test func `a filter of the same name replaces, and one can be removed`() async throws {
        var configuration = SessionConfiguration()
        configuration.filters.add("a", on: User.self) { $0.name == "A" }
        configuration.filters.add("a", on: User.self) { $0.role == "B" }
        configuration.filters.add("b", on: User.self) { $0.name == "C" }
        configuration.filters.remove("b", from: User.self)
        _ = try await SessionCore(source, configuration: configuration).fetch(User.all)

        #expect(source.log[1].hasSuffix(#"FROM "users" WHERE "users"."role" = $1"#))
    }

    @Test func `deleting an instance marks its row`() async throws {
        let session = session()
        let documents = (1...3).map { Document(title: "\($0)") }
        session.add(contentsOf: documents)
        try await session.commit()
        source.clear()
        session.delete(documents[0])
        #expect(
            try session.plan().description == "SOFT DELETE documents returning deleted_at: 1 row")
        try await session.flush()
        session.delete(documents[1])
        session.delete(documents[2])
        try await session.flush()

        #expect(
            Array(source.log.dropFirst()) == [
                #"UPDATE "documents" SET "deleted_at" = now() WHERE "id" = $1 "#
                    + #"RETURNING "deleted_at""#,
                #"UPDATE "documents" AS t SET "deleted_at" = now() FROM unnest($1::bigint[]) "#
                    + #"WITH ORDINALITY AS v(k, n) WHERE t."id" = v.k RETURNING v.n, t."deleted_at""#,
            ])
        #expect(documents.allSatisfy { $0.deletedAt != nil })
        #expect(documents.allSatisfy { session.state(of: $0) == .deleted })
        #expect(!session.isDirty)

        try await session.rollback()
        #expect(documents.allSatisfy { $0.deletedAt == nil })
        #expect(documents.allSatisfy { session.state(of: $0) == .persistent })
    }

    @Test func `what was changed is written with the mark`() async throws {
        let session = session()
        let document = Document(title: "a")
        session.add(document)
        try await session.commit()
        source.clear()
        document.title = "b"
        session.delete(document)
        try await session.commit()

        #expect(source.log.count == 4)
        #expect(source.log[1].hasPrefix(#"UPDATE "documents" SET "title" = $1"#))
        #expect(document.events.suffix(2) == ["beforeDelete", "afterDelete"])
        #expect(session.state(of: document) == .detached)
    }
}
