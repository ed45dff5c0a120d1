import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Creating and dropping a schema", .liveDatabase, .timeLimit(.minutes(1)))
struct SchemaTests {
    private let tables: SQLStatement =
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"

    @Test func `creating and dropping twice is the same as once`() async throws {
        let pool = try TestDatabase.pool
        try await schema.createAll(on: pool)
        try await schema.createAll(on: pool)
        #expect(
            try await committed(tables) == [
                "categories", "comments", "countries", "posts", "users",
            ])

        try await schema.dropAll(on: pool)
        try await schema.dropAll(on: pool)
        #expect(try await committed(tables).isEmpty)
    }

    @Test func `many programs may start at once`() async throws {
        let pool = try TestDatabase.pool
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try await schema.createAll(on: pool) } }
            try await group.waitForAll()
        }
        #expect(try await committed(tables).count == 5)
    }

    @Test func `constraints, indexes and actions are there`() async throws {
        try await schema.createAll(on: TestDatabase.pool)
        let constraints = try await committed(
            """
            SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid IN ('users'::regclass, 'posts'::regclass) ORDER BY 1
            """)
        #expect(
            constraints == [
                "posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE CASCADE",
                "posts_editor_id_fkey FOREIGN KEY (editor_id) REFERENCES users(id) ON DELETE SET NULL",
                "posts_pkey PRIMARY KEY (id)",
                "users_age_check CHECK ((age >= 0))",
                "users_email_key UNIQUE (email)",
                "users_pkey PRIMARY KEY (id)",
            ])
        let indexes = try await committed(
            "SELECT indexname::text FROM pg_indexes WHERE tablename = 'posts' ORDER BY 1")
        #expect(
            indexes == [
                "posts_author_id_idx", "posts_editor_id_idx", "posts_pkey", "posts_title_idx",
            ])
    }
}
