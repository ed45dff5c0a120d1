import Migrations
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Migrations that fail", .liveDatabase, .timeLimit(.minutes(1)))
struct FailureTests {
    @Test func `a failing statement undoes its migration and is shown with a caret`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int);",
            "2_b.up": "create table b (id int);\n\n\tinsert into b (id,\n\t  nme) values (1, 2);",
            "3_c.up": "create table c (id int);",
        ])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }

        #expect(error?.code == .statementFailed)
        #expect(error?.underlying?.sqlState == .undefinedColumn)
        #expect(error?.position?.description == "4:4")
        #expect(
            error?.description == """
                \(files.directory.path)/2_b.up.sql:4:4: ERROR 42703: \
                column "nme" of relation "b" does not exist
                4 | \t  nme) values (1, 2);
                  | \t  ^
                hint: Nothing of this migration was kept
                """)
        #expect(try await relationExists("a"))
        #expect(try await !relationExists("b"))
        #expect(
            try await files.migrator().status().lines.map(\.state) == [
                .applied, .pending, .pending,
            ])
    }

    @Test func `an error without a place shows the statement`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int primary key);\n"
                + "insert into a values (1);\ninsert into a values (1);"
        ])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }

        #expect(error?.position?.line == 3)
        #expect(error?.excerpt == "3 | insert into a values (1);")
        #expect(error?.description.contains("Key (id)=(1) already exists.") == true)
    }

    @Test func `a deferred constraint fails the commit`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": """
            create table a (id int primary key,
                b int references a deferrable initially deferred);
            insert into a values (1, 2);
            """
        ])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }

        #expect(error?.code == .statementFailed)
        #expect(error?.underlying?.sqlState == .foreignKeyViolation)
        #expect(try await !relationExists("a"))
    }

    @Test func `an invalid later file stops the run before the first`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int);", "2_b.up": "select 'open",
        ])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }

        #expect(error?.code == .invalidScript)
        #expect(try await !relationExists("a"))
    }

    @Test func `edited and out of order files are refused and shown`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "select 1", "3_c.up": "select 1", "3_c.down": "select 1",
        ])
        try await files.migrator().up()

        try files.write("1_a.up", "select 2")
        let edited = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }
        try files.write("1_a.up", "select 1")
        try files.write("2_b.up", "select 1")
        let late = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }
        let status = try await files.migrator().status()
        let allowed = try await files.migrator { $0.allowsOutOfOrder = true }.up()

        #expect(edited?.code == .edited)
        #expect(late?.code == .outOfOrder)
        #expect(status.lines.map(\.state) == [.applied, .outOfOrder, .applied])
        #expect(allowed.versions == [2])
    }

    @Test func `no server means a connection error without the password`() async throws {
        let files = try TemporaryMigrations(["1_a.up": "select 1"])
        let migrator = Migrator(
            .url("postgresql://u:s3cret@127.0.0.1:1/x"), directory: files.directory)

        let error = await #expect(throws: MigrationError.self) { try await migrator.up() }

        #expect(error?.code == .cannotConnect)
        #expect(error?.description.contains("s3cret") == false)
    }
}
