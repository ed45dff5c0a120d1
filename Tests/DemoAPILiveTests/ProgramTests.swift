import Foundation
import Hummingbird
import LocalPostgres
import Synchronization
import Testing

@testable import DemoAPI

@Suite("The program", .ownServer, .timeLimit(.minutes(2)))
struct ProgramTests {
    /// Runs `body` with a folder that is removed afterwards.
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "strata-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func hasRunningServer(_ folder: URL) -> Bool {
        let file = folder.appending(path: "\(Settings.privateDirectory)/data/postmaster.pid")
        return FileManager.default.fileExists(atPath: file.path())
    }

    @Test("it stops its own server when interrupted, and finds the data at the next start")
    func twoRuns() async throws {
        try await withFolder { folder in
            let first = try await RunningDemo.serving(in: folder)
            let created = try await first.post(
                "/orm/users", #"{"email": "a@x.org", "name": "A"}"#)
            #expect(created.0 == .created)
            #expect(hasRunningServer(folder))
            first.interrupt()
            let end = await first.finish()
            #expect(end.status == 0)
            #expect(end.lines.last == "Stopped; the data stays in .strata/postgres")
            #expect(!hasRunningServer(folder))

            let second = try await RunningDemo.serving(in: folder)
            let found = try await second.get("/raw/users/26")
            #expect(found.0 == .ok)
            #expect(found.1 == created.1)
            second.interrupt()
            #expect(await second.finish().status == 0)
        }
    }

    @Test("a throwaway start needs no files, and leaves none")
    func throwaway() async throws {
        try await withFolder { folder in
            let demo = try await RunningDemo.serving(
                in: folder, arguments: ["serve", "--throwaway", "--migrations", "nowhere"])
            #expect(try await demo.get("/ready").0 == .ok)
            let created = try await demo.post(
                "/orm/users", #"{"email": "a@x.org", "name": "A"}"#)
            #expect(created.0 == .created)
            #expect(try await demo.get("/query/users?name=A&limit=1").0 == .ok)
            demo.interrupt()
            #expect(await demo.finish().status == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == [])
        }
    }

    @Test("a client too many is served when another one has left")
    func clients() async throws {
        try await withFolder { folder in
            let demo = try await RunningDemo.serving(
                in: folder, arguments: ["serve", "--throwaway", "--max-clients", "1"])
            let first = try SlowClient(port: demo.port, get: "/health")
            _ = try await first.read()
            let hasLeft = Mutex(false)
            async let second = {
                let second = try SlowClient(port: demo.port, get: "/health")
                let answer = try #require(try await second.read())
                let isAlone = hasLeft.withLock { $0 }
                #expect(isAlone, "it was served beside the other")
                #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 200 "))
                second.leave()
            }()
            for _ in 0..<20 {
                try await first.send("GET /raw/users HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await first.read() != nil)
            }
            hasLeft.withLock { $0 = true }
            first.leave()
            try await second
            demo.interrupt()
            #expect(await demo.finish().status == 0)
        }
    }

    @Test("spans of a request and its statements are lines of the log")
    func spans() async throws {
        try await withFolder { folder in
            let log = folder.appending(path: "log")
            let demo = try await RunningDemo.serving(
                in: folder, arguments: ["serve", "--throwaway", "--spans", "log"], log: log)
            #expect(try await demo.get("/raw/users/1").0 == .ok)
            demo.interrupt()
            #expect(await demo.finish().status == 0)

            let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
            }
            let request = try #require(
                lines.first { $0["span"] as? String == "/raw/users/{id}" })
            #expect(request["kind"] as? String == "server")
            #expect(request["http.response.status_code"] as? Int == 200)
            let statement = try #require(
                lines.first { $0["parent_span_id"] as? String == request["span_id"] as? String })
            #expect(statement["kind"] as? String == "client")
            #expect(statement["trace_id"] as? String == request["trace_id"] as? String)
            #expect((statement["db.query.text"] as? String)?.hasSuffix("WHERE id = $1") == true)
        }
    }

    @Test("an .env that cannot be read is an error, not a missing one")
    func unreadableEnvironment() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                at: folder.appending(path: ".env"), withIntermediateDirectories: false)
            let end = try await RunningDemo(in: folder, port: 1).finish()
            #expect(end.status != 0)
            #expect(end.lines.contains("error: .env cannot be read"))
            #expect(!hasRunningServer(folder))
        }
    }

    @Test("a taken port is an error that names it, and leaves no server behind")
    func takenPort() async throws {
        try await withFolder { folder in
            let first = try await RunningDemo.serving(in: folder)
            try await withFolder { other in
                let second = try RunningDemo(in: other, port: first.port)
                let end = await second.finish()
                #expect(end.status == 1)
                let message = "error: cannot listen on 127.0.0.1:\(first.port): "
                #expect(end.lines.contains { $0.hasPrefix(message) })
                #expect(!hasRunningServer(other))
            }
            #expect(try await first.get("/ready").0 == .ok)
            first.interrupt()
            #expect(await first.finish().status == 0)
        }
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
