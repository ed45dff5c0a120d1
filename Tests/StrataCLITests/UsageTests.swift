import Foundation
import Testing

@Suite("The command line", .timeLimit(.minutes(1)))
struct UsageTests {
    @Test(arguments: [
        ["--help"], ["migrate", "--help"], ["migrate", "up", "--help"],
        ["migrate", "down", "--help"], ["migrate", "status", "--help"],
        ["migrate", "new", "--help"], ["generate", "--help"], ["generate", "entities", "--help"],
    ])
    func `every command explains itself`(arguments: [String]) async throws {
        let result = try await CommandLineTool().start(arguments).finish()

        #expect(result.status == 0)
        #expect(result.output.contains("USAGE: strata"))
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: [
        ["migrate", "up", "--steps", "0"], ["migrate", "up", "--steps", "x"],
        ["migrate", "up", "--wait", "5parsecs"], ["migrate", "down", "--to", "1", "--steps", "1"],
        ["migrate", "status", "--local", "--database-url", "postgresql://x"],
        ["migrate", "sideways"], ["migrate", "new"],
        ["generate", "entities", "--local", "--database-url", "postgresql://x"],
    ])
    func `wrong use ends with 64 and says how it is meant`(arguments: [String]) async throws {
        let result = try await CommandLineTool().start(arguments).finish()

        #expect(result.status == 64)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("Usage: strata"))
    }

    @Test func `new prints the files it made`() async throws {
        let tool = try CommandLineTool()

        let result = try await tool.run("migrate", "new", "Add", "users!")

        let files = result.output.split(separator: "\n").map(String.init)
        #expect(result.status == 0)
        try #require(files.count == 2)
        #expect(files[0].hasPrefix("migrations/2"))
        #expect(files[0].hasSuffix("_add_users.up.sql"))
        #expect(files[1].hasSuffix("_add_users.down.sql"))
        for file in files {
            #expect(
                FileManager.default.fileExists(atPath: tool.folder.appending(path: file).path()))
        }
    }

    @Test func `no server ends with 5, and the password is not shown`() async throws {
        let result = try await CommandLineTool().run(
            "migrate", "status", url: "postgresql://u:s3cret@127.0.0.1:1/x")

        #expect(result.status == 5)
        #expect(result.errors.hasPrefix("error: "))
        #expect(!result.errors.contains("s3cret"))
    }

    @Test func `a missing folder ends with 2`() async throws {
        let result = try await CommandLineTool().run("migrate", "up", "--dir", "nowhere")

        #expect(result.status == 2)
        #expect(
            result.errors == """
                error: nowhere: the folder cannot be read
                hint: Name the folder of the migrations, or make the first one there

                """)
    }
}
