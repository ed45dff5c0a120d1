import Foundation
import Migrations
import PGCore
import PGSchema
import PGTestKit
import PGWire
import Testing

@Suite("Reading and making structure", .liveDatabase, .timeLimit(.minutes(1)))
struct IntrospectionTests {
    /// The package's own migrations, which the demo applies.
    static let demo = MigrationDirectory(
        path: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "migrations").path())

    /// The demo's tables as data.
    static let schema = DatabaseSchema(
        enums: [EnumDefinition(name: "user_role", labels: ["member", "admin"])],
        tables: [posts, users])

    static let users = TableDefinition(
        name: "users",
        columns: [
            ColumnDefinition("id", "bigint", identity: .byDefault),
            ColumnDefinition("email", "text"),
            ColumnDefinition("name", "text"),
            ColumnDefinition("age", "integer", isNullable: true),
            ColumnDefinition("role", "user_role", default: "'member'"),
            ColumnDefinition("created_at", "timestamptz", default: "now()"),
        ],
        primaryKey: ["id"], uniques: [UniqueDefinition(table: "users", columns: ["email"])],
        checks: [
            CheckDefinition(table: "users", column: "age", expression: "age BETWEEN 0 AND 150")
        ],
        indexes: [IndexDefinition(table: "users", keys: ["created_at"])])

    static let posts = TableDefinition(
        name: "posts",
        columns: [
            ColumnDefinition("id", "bigint", identity: .byDefault),
            ColumnDefinition("author_id", "bigint"),
            ColumnDefinition("title", "text"),
            ColumnDefinition("body", "text", default: "''"),
            ColumnDefinition("created_at", "timestamptz", default: "now()"),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            ForeignKeyDefinition(
                table: "posts", columns: ["author_id"], referencedTable: "users",
                referencedColumns: ["id"], onDelete: .cascade)
        ],
        indexes: [IndexDefinition(table: "posts", keys: ["author_id"])])

    private func run(_ statements: [SQLStatement]) async throws {
        let connection = try await TestDatabase.current.connect()
        for statement in statements { try await connection.executeOnce(statement) }
        await connection.close()
    }

    @Test func `tables made from data are those of the migrations, names included`() async throws {
        let migrator = Migrator(.url(try TestDatabase.current.url), directory: Self.demo)
        try await migrator.up()
        try await migrator.down(to: 0)
        let empty = try await CatalogSnapshot.read(on: TestDatabase.pool)

        // What the schema below has: users and posts, as they began.
        try await migrator.up(to: 20_260_101_000_100)
        let migrated = try await CatalogSnapshot.read(on: TestDatabase.pool)
        try await migrator.down(to: 0)

        try await run(Self.schema.createStatements())
        let created = try await CatalogSnapshot.read(on: TestDatabase.pool)

        #expect(created.difference(from: migrated).isEmpty)
        #expect(migrated.lines.count == 24)
        #expect(empty.lines.isEmpty)
    }

    @Test func `creating and dropping can be repeated`() async throws {
        for _ in 0..<2 { try await run(Self.schema.createStatements(ifNotExists: true)) }
        #expect(try await CatalogSnapshot.read(on: TestDatabase.pool).lines.count == 24)

        for _ in 0..<2 { try await run(Self.schema.dropStatements()) }
        #expect(try await CatalogSnapshot.read(on: TestDatabase.pool).lines.isEmpty)
    }

    @Test func `tables that reference each other can be created and dropped twice`() async throws {
        func table(_ name: String, _ other: String) -> TableDefinition {
            TableDefinition(
                name: name,
                columns: [
                    ColumnDefinition("id", "bigint"),
                    ColumnDefinition("other_id", "bigint", isNullable: true),
                ], primaryKey: ["id"],
                foreignKeys: [
                    ForeignKeyDefinition(
                        table: name, columns: ["other_id"], referencedTable: other,
                        referencedColumns: ["id"])
                ])
        }
        let schema = DatabaseSchema(tables: [table("a", "b"), table("b", "a")])

        for _ in 0..<2 { try await run(schema.createStatements(ifNotExists: true)) }
        let read = try await Introspector.readSchema(on: TestDatabase.pool)
        for _ in 0..<2 { try await run(schema.dropStatements()) }

        #expect(read == schema)
        #expect(try await CatalogSnapshot.read(on: TestDatabase.pool).lines.isEmpty)
    }

    @Test func `what is read can be made again`() async throws {
        try await run(Self.schema.createStatements())
        try await run([
            "CREATE TABLE odd (a int CONSTRAINT odd_key PRIMARY KEY, \"Mixed\" numeric(8,2)[])",
            "CREATE INDEX ON odd (\"Mixed\" DESC, lower(a::text), a NULLS FIRST) WHERE a > 0",
            "CREATE UNIQUE INDEX ON odd USING btree ((a + 1), \"Mixed\" DESC NULLS LAST)",
            """
            CREATE TABLE paired (a int PRIMARY KEY, b int GENERATED ALWAYS AS (a * 2) STORED,
            c int UNIQUE DEFERRABLE INITIALLY DEFERRED, d int UNIQUE DEFERRABLE,
            e int REFERENCES paired DEFERRABLE, f int REFERENCES paired DEFERRABLE INITIALLY DEFERRED)
            """,
        ])
        let before = try await CatalogSnapshot.read(on: TestDatabase.pool)
        let schema = try await Introspector.readSchema(on: TestDatabase.pool)

        try await run(schema.dropStatements(ifExists: false))
        try await run(schema.createStatements())

        let after = try await CatalogSnapshot.read(on: TestDatabase.pool)
        #expect(after.difference(from: before).isEmpty)
        #expect(schema.tables.map(\.name) == ["odd", "paired", "posts", "users"])
        #expect(schema.tables[1].columns[1].generatedExpression == "(a * 2)")
        #expect(schema.tables[1].columns[1].defaultExpression == nil)
        #expect(
            schema.tables[1].uniques.map(\.deferrability) == [
                .initiallyDeferred, .initiallyImmediate,
            ])
        #expect(
            schema.tables[1].foreignKeys.map(\.deferrability) == [
                .initiallyImmediate, .initiallyDeferred,
            ])
        #expect(schema.tables[0].primaryKeyName == "odd_key")
    }

    @Test func `a schema that is named stays named`() async throws {
        try await run([
            "CREATE SCHEMA app", "CREATE TABLE app.a (id int PRIMARY KEY)",
            "CREATE TABLE app.b (a_id int REFERENCES app.a)", "CREATE TYPE app.e AS ENUM ()",
        ])

        let schema = try await Introspector.readSchema("app", on: TestDatabase.pool)

        #expect(schema.tables.map(\.qualifiedName.description) == ["app.a", "app.b"])
        #expect(schema.tables[1].foreignKeys[0].referencedName.description == "app.a")
        #expect(schema.enums == [EnumDefinition(schema: "app", name: "e", labels: [])])
        #expect(try await Introspector.readSchema(on: TestDatabase.pool) == DatabaseSchema())
    }

    @Test func `default names are those the server gives`() async throws {
        let long = String(repeating: "long_name_", count: 6)
        try await run([
            """
            CREATE TABLE \(identifier: long) (id int PRIMARY KEY, a int UNIQUE CHECK (a > 0),
            \(identifier: long) int UNIQUE REFERENCES \(identifier: long), UNIQUE (id, a))
            """,
            "CREATE INDEX ON \(identifier: long) (a, lower(a::text), upper(a::text))",
            "CREATE INDEX ON \(identifier: long) (\(identifier: long) DESC)",
        ])

        let table = try await Introspector.readSchema(on: TestDatabase.pool).tables[0]

        #expect(table.primaryKeyName == nil)
        #expect(
            Set(table.uniques.map(\.name))
                == Set(
                    [["a"], [long], ["id", "a"]].map {
                        DefaultName.unique(table: long, columns: $0)
                    }))
        #expect(table.checks.map(\.name) == [DefaultName.check(table: long, column: "a")])
        #expect(
            table.foreignKeys.map(\.name) == [DefaultName.foreignKey(table: long, columns: [long])])
        #expect(
            Set(table.indexes.map(\.name))
                == Set(table.indexes.map { DefaultName.index(table: long, keys: $0.keys) }))
    }
}
