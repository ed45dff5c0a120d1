#if os(Linux)
import Foundation
import Migrations
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

/// `STRATA_DEMO_USERS` says how large the table is.
@Suite("A large table", .liveDatabase, .timeLimit(.minutes(10)))
struct LargeTableTests {
    private static let wanted = ProcessInfo.processInfo.environment["STRATA_DEMO_USERS"]
    private static let users = wanted.flatMap { Int($0) } ?? 50_000

    /// Writes figures for those who have asked for a size.
    private func note(_ text: String) {
        if Self.wanted != nil { print("  \(Self.users) users: \(text)") }
    }

    private func fill(_ pool: ConnectionPool) async throws {
        // As the program does it: a copy of the tests' template has the tables, but no history.
        try await DatabaseSetup(
            source: .url(try TestDatabase.current.url), migrations: MigrationDirectory.demo.path
        ).run(pool)
        let time = try await ContinuousClock().measure {
            try await Seeder(pool: pool, report: { _ in }).run(users: Self.users)
        }
        note("seeded in \(time)")
        // Small tables have large rows, so that one held in memory would be noticed.
        guard Self.users < 500_000 else { return }
        try await pool.query("UPDATE users SET name = repeat(name, 150)")
    }

    @Test("all of it is streamed with flat memory, and stopped when nobody listens")
    func flatMemory() async throws {
        let pool = try TestDatabase.pool
        try await fill(pool)
        try await withProgram { demo in
            let warmUp = try SlowClient(
                port: demo.port, get: "/materialize/chunked/users?limit=5000")
            _ = try await warmUp.skipToEnd()
            for path in StreamingTests.paths {
                try await stream(path, demo)
                try await leave(path, demo, pool)
            }
        }
    }

    @Test("a file of any size is imported with flat memory")
    func upload() async throws {
        try await withProgram { demo in
            // Once for what is allocated once.
            try await upload(1_000, "warm", demo)
            try await upload(Self.users, "many", demo)
        }
        let count = try await TestDatabase.pool.query(
            "SELECT count(*) FROM users WHERE email LIKE '%@y.org'"
        ).one(Int.self)
        #expect(count == Self.users + 1_000)
    }

    /// Uploads users while looking at the program's memory.
    private func upload(_ count: Int, _ prefix: String, _ demo: RunningDemo) async throws {
        let before = try demo.residentMemory
        var peak = before
        let start = ContinuousClock.now
        let client = try SlowClient(
            port: demo.port,
            sending: "POST /users/import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n")
        var piece = "name,email\n"
        for number in 1...count {
            piece += "\"User, \(number)\",\(prefix)-\(number)@y.org\r\n"
            guard number.isMultiple(of: 1_000) || number == count else { continue }
            let size = String(piece.utf8.count, radix: 16)
            try await client.send("\(size)\r\n\(piece)\r\n")
            peak = max(peak, try demo.residentMemory)
            piece = ""
        }
        try await client.send("0\r\n\r\n")
        let answer = try await client.readToEnd()
        #expect(answer.hasSuffix(#"{"imported":\#(count)}"#))
        peak = max(peak, try demo.residentMemory)
        #expect(peak - before < 32 << 20, "it took \((peak - before) >> 20) MB more")
        note(
            "import of \(count) in \(ContinuousClock.now - start), "
                + "memory \(before >> 20) MB + \((peak - before) >> 10) KB")
    }

    /// Runs `body` with the built program on the test's database.
    private func withProgram(_ body: (RunningDemo) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try await RunningDemo.withServing(
                in: folder, database: try TestDatabase.current.url
            ) { demo in
                try await body(demo)
                demo.interrupt()
                #expect(await demo.finish().status == 0)
            }
        }
    }

    /// Reads everything, and looks at the program's memory all the time.
    private func stream(_ path: String, _ demo: RunningDemo) async throws {
        let before = try demo.residentMemory
        var peak = before
        let start = ContinuousClock.now
        let client = try SlowClient(port: demo.port, get: path)
        let first = try await client.read()
        let wait = ContinuousClock.now - start
        let rest = try await client.skipToEnd { peak = max(peak, try demo.residentMemory) }
        #expect(rest.end.hasSuffix(StreamingTests.end))
        #expect(peak - before < 32 << 20, "\(path) took \((peak - before) >> 20) MB more")
        let bytes = (rest.count + (first?.count ?? 0)) >> 20
        note(
            "\(path): first byte after \(wait), \(bytes) MB in \(ContinuousClock.now - start), "
                + "memory \(before >> 20) MB + \((peak - before) >> 10) KB")
    }

    /// Begins to read, goes away, and waits until the server has noticed.
    private func leave(_ path: String, _ demo: RunningDemo, _ pool: ConnectionPool) async throws {
        let client = try SlowClient(port: demo.port, get: path)
        _ = try await client.read()
        client.leave()
        let start = ContinuousClock.now
        try await eventually("\(path) is stopped", within: .seconds(5)) {
            try await pool.busySessions().isEmpty
        }
        note("\(path): idle \(ContinuousClock.now - start) after the client has gone")
    }
}

extension RunningDemo {
    /// The bytes of memory that the program has at the moment.
    fileprivate var residentMemory: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            let digits = try #require(line).filter(\.isNumber)
            return try #require(Int(digits)) << 10
        }
    }
}
#endif
