import Foundation
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("strata generate entities", .liveDatabase, .timeLimit(.minutes(1)))
struct GenerateTests {
    private var url: String { get throws { try TestDatabase.current.url } }

    private func makeTables() async throws {
        try await TestDatabase.pool.withConnection { connection in
            _ = try await connection.executeScript(
                """
                CREATE TYPE mood AS ENUM ('calm', 'stormy');
                CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood);
                CREATE TABLE posts (id uuid PRIMARY KEY, user_id bigint NOT NULL REFERENCES users);
                CREATE SCHEMA app;
                CREATE TABLE app.notes (id bigint PRIMARY KEY, during tsrange);
                """)
        }
    }

    private func text(_ path: String, in tool: CommandLineTool) throws -> String {
        try String(contentsOf: tool.folder.appending(path: path), encoding: .utf8)
    }

    @Test func `everything goes to standard output, the same each time`() async throws {
        try await makeTables()
        let tool = try CommandLineTool()

        let first = try await tool.run("generate", "entities", url: url)
        let second = try await tool.run("generate", "entities", "--database-url", url)

        #expect(first.status == 0)
        #expect(first.errors.isEmpty)
        #expect(first.output == second.output)
        #expect(
            first.output == """
                // Made from a database by `strata generate entities`. Made again, it overwrites changes.
                // swift-format-ignore-file

                import Foundation
                import StrataMacros

                enum Mood: String, PostgresEnum, Codable {
                    static let typeName = "mood"

                    case calm
                    case stormy
                }

                @Entity("posts")
                final class Post: Codable {
                    @PrimaryKey var id: UUID
                    @BelongsTo(isIndexed: false) var user: ToOne<User>
                }

                @Entity("users")
                final class User: Codable {
                    @PrimaryKey(.identityAlways) var id: Int
                    var mood: Mood?
                    @HasMany(\\Post.user) var posts: ToMany<Post>
                }

                /// All models, to create their tables, and to compare them with a database.
                let databaseModels = Schema(
                    Post.self,
                    User.self,
                    enums: [Mood.self])

                """)
    }

    @Test func `a folder gets a file for each type, again and again`() async throws {
        try await makeTables()
        let tool = try CommandLineTool()

        for _ in 0..<2 {
            let result = try await tool.run(
                "generate", "entities", "--output", "Sources/Models", url: url)
            #expect(
                result.output.split(separator: "\n").map(String.init)
                    == [
                        "Mood", "Post", "User", "DatabaseModels",
                    ].map { "Sources/Models/\($0).swift" })
            #expect(result.status == 0)
        }
        #expect(try text("Sources/Models/Post.swift", in: tool).contains("final class Post"))
    }

    @Test func `a file of somebody else is left alone, and so are all others`() async throws {
        try await makeTables()
        let tool = try CommandLineTool()
        let folder = tool.folder.appending(path: "Models")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: folder.appending(path: "User.swift"))

        let result = try await tool.run("generate", "entities", "--output", "Models", url: url)

        #expect(result.status == 1)
        #expect(
            result.errors
                == "error: Models/User.swift was not made by this command; move it away first\n")
        #expect(try text("Models/User.swift", in: tool) == "mine")
        #expect(throws: (any Error).self) { try text("Models/Post.swift", in: tool) }
    }

    @Test func `rows of some tables, for another module`() async throws {
        try await makeTables()
        let tool = try CommandLineTool()

        let result = try await tool.run(
            "generate", "entities", "--tables", "--public", "--only", "posts", "--output",
            "Rows.swift", url: url)

        #expect(result.output == "Rows.swift\n")
        let source = try text("Rows.swift", in: tool)
        #expect(
            source.contains(
                """
                public struct PostRow: Codable, Sendable {
                    @PrimaryKey public var id: UUID
                    @References("users", "id") public var userID: Int
                }

                """))
        #expect(!source.contains("Mood"))
    }

    @Test func `another schema, with a remark about what has no Swift type`() async throws {
        try await makeTables()
        let result = try await CommandLineTool().run(
            "generate", "entities", "--schema", "app", url: url)

        #expect(result.output.contains("@Entity(\"notes\", schema: \"app\")\n"))
        #expect(
            result.errors
                == "note: app.notes.during is left out: no Swift type stands for tsrange.\n")
    }

    @Test func `a table that is not there, and a database that is not there`() async throws {
        let tool = try CommandLineTool()

        let table = try await tool.run("generate", "entities", "--only", "gone", url: url)
        let database = try await tool.run(
            "generate", "entities", url: "postgresql://127.0.0.1:1/none")

        #expect(table.status == 1)
        #expect(table.errors == "error: there is no table gone\n")
        #expect(database.status == 5)
        #expect(database.output.isEmpty)
    }
}
