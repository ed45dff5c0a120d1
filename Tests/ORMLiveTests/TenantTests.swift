import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("A schema for each tenant", .liveDatabase, .timeLimit(.minutes(1)))
struct TenantTests {
    private let tables: SQLStatement =
        """
        SELECT schemaname || '.' || tablename FROM pg_tables
        WHERE tablename IN ('users', 'posts') ORDER BY 1
        """

    private func session(_ tenant: String) throws -> Session {
        Session(try TestDatabase.pool, configuration: SessionConfiguration(schema: tenant))
    }

    private func add(_ email: String, in tenant: String) async throws {
        let session = try session(tenant)
        session.add(Post(title: "t", author: User(email: email, name: tenant)))
        try await session.commit()
        await session.close()
    }

    @Test func `each session reads and writes the tables of its tenant`() async throws {
        let pool = try TestDatabase.pool
        let schema = Schema(User.self, Post.self)
        for tenant in ["acme", "O\"Hara, Inc"] {
            try await schema.createAll(on: pool, in: tenant)
            try await schema.createAll(on: pool, in: tenant)
        }
        try await add("a@x.org", in: "acme")
        try await add("a@x.org", in: "O\"Hara, Inc")

        let session = try session("acme")
        let posts = try await session.fetch(Post.all.include(\.author))
        #expect(try posts.map { try $0.author.value.name } == ["acme"])
        let count = try await session.withSavepoint { try await session.count(User.all) }
        #expect(count == 1)
        try await session.commit()
        #expect(try await session.count(User.where { $0.name == "acme" }) == 1)
        await session.close()

        #expect(
            try await committed(tables) == [
                "O\"Hara, Inc.posts", "O\"Hara, Inc.users", "acme.posts", "acme.users",
            ])
        let path = try await pool.withConnection { try await $0.query("SHOW search_path") }
        #expect(try path.decode(String.self).allSatisfy { !$0.contains("acme") })
    }

    @Test func `the schema is the transaction's, not the connection's`() async throws {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        // What the pool would undo by itself is to be seen.
        configuration.reset = .never
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: configuration)
        try await Schema(User.self, Post.self).createAll(on: pool, in: "acme")
        let before = try await pool.query("SHOW search_path").one(String.self)

        let session = Session(pool, configuration: SessionConfiguration(schema: "acme"))
        #expect(try await session.count(User.all) == 0)
        try await session.commit()
        await session.close()

        #expect(try await pool.query("SHOW search_path").one(String.self) == before)
        await pool.close()
    }

    @Test func `dropping a tenant's tables leaves those of others`() async throws {
        let pool = try TestDatabase.pool
        let schema = Schema(User.self, Post.self)
        try await schema.createAll(on: pool)
        try await schema.createAll(on: pool, in: "acme")
        try await schema.dropAll(on: pool, in: "acme")
        try await schema.dropAll(on: pool, in: "acme")
        #expect(try await committed(tables) == ["public.posts", "public.users"])
    }

    @Test func `a table that the tenant does not have is the shared one`() async throws {
        let pool = try TestDatabase.pool
        try await Schema(User.self, Post.self).createAll(on: pool)
        try await Schema(Country.self).createAll(on: pool, in: "acme")
        try await add("shared@x.org", in: "acme")
        #expect(try await committed("SELECT email FROM public.users") == ["shared@x.org"])
    }
}
