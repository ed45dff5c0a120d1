import Foundation
import LocalPostgres
import Testing

@Suite("strata migrate --local", .ownServer, .timeLimit(.minutes(2)))
struct LocalServerTests {
    @Test func `starts a server for each command, which keeps the data in between`() async throws {
        let tool = try CommandLineTool(["1_a.up": "create table a (id int);"])

        // A server nobody asked for must not be used, so the variable points nowhere.
        let up = try await tool.run("migrate", "up", "--local", url: "postgresql://127.0.0.1:1/x")
        let status = try await tool.run("migrate", "status", "--local", "--check")

        #expect(up.status == 0)
        #expect(up.output.hasPrefix("applied 1_a ("))
        #expect(status.status == 0)
        #expect(
            FileManager.default.fileExists(
                atPath: tool.folder.appending(path: ".strata/postgres").path()))
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a suite only where another server is given and none is installed.
    fileprivate static var ownServer: Self {
        let variables = ProcessInfo.processInfo.environment
        let isGiven = variables["DATABASE_URL"] != nil || variables["PGHOST"] != nil
        return .enabled("DATABASE_URL or PGHOST is set and no server is installed") {
            !isGiven || (try? PostgresInstallation.find()) != nil
        }
    }
}
