import Foundation
import Hummingbird
import LocalPostgres
import Synchronization
import Testing

@testable import DemoAPI

@Suite("The program", .ownServer, .timeLimit(.minutes(2)))
struct ProgramTests {
    private func hasRunningServer(_ folder: URL) -> Bool {
        let file = folder.appending(path: "\(Settings.privateDirectory)/data/postmaster.pid")
        return FileManager.default.fileExists(atPath: file.path())
    }

    @Test("it stops its own server when interrupted, and finds the data at the next start")
    func twoRuns() async throws {
        try await withTemporaryFolder { folder in
            var user = ""
            try await RunningDemo.withServing(in: folder) { demo in
                let created = try await demo.post(
                    "/orm/users", #"{"email": "a@x.org", "name": "A"}"#)
                #expect(created.0 == .created)
                user = created.1
                #expect(hasRunningServer(folder))
                demo.interrupt()
                let end = await demo.finish()
                #expect(end.status == 0)
                #expect(end.lines.last == "Stopped; the data stays in .strata/postgres")
                #expect(!hasRunningServer(folder))
            }
            try await RunningDemo.withServing(in: folder) { demo in
                let found = try await demo.get("/raw/users/26")
                #expect(found.0 == .ok)
                #expect(found.1 == user)
                demo.interrupt()
                #expect(await demo.finish().status == 0)
            }
        }
    }

    /// Runs `body` with a demo whose database goes with it, and interrupts it then.
    private func withThrowaway(
        _ arguments: [String], in folder: URL, log: URL? = nil,
        _ body: (RunningDemo) async throws -> Void
    ) async throws {
        let arguments = ["serve", "--throwaway"] + arguments
        try await RunningDemo.withServing(in: folder, arguments: arguments, log: log) { demo in
            try await body(demo)
            demo.interrupt()
            #expect(await demo.finish().status == 0)
        }
    }

    @Test("a throwaway start needs no files, and leaves none")
    func throwaway() async throws {
        try await withTemporaryFolder { folder in
            try await withThrowaway(["--migrations", "nowhere"], in: folder) { demo in
                #expect(try await demo.get("/ready").0 == .ok)
                let created = try await demo.post(
                    "/orm/users", #"{"email": "a@x.org", "name": "A"}"#)
                #expect(created.0 == .created)
                #expect(try await demo.get("/query/users?name=A&limit=1").0 == .ok)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == [])
        }
    }

    @Test("a client too many is served when another one has left")
    func clients() async throws {
        try await withTemporaryFolder { folder in
            try await withThrowaway(["--max-clients", "1"], in: folder) { demo in
                let first = try SlowClient(port: demo.port, get: "/health")
                _ = try await first.read()
                let second = try SlowClient(port: demo.port, get: "/health")
                let hasLeft = Mutex(false)
                async let isServed: Void = {
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
                try await isServed
            }
        }
    }

    @Test("spans of a request and its statements are lines of the log")
    func spans() async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending(path: "log")
            try await withThrowaway(["--spans", "log"], in: folder, log: log) { demo in
                let answer = try await demo.get("/raw/users/1")
                #expect(answer.0 == .ok)
            }
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

    @Test("it has the pool and the log that it was told to, and is not ready before it ends")
    func settings() async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending(path: "log")
            let arguments = ["--pool-size", "3", "--log-level", "error", "--drain-delay", "5"]
            try await withThrowaway(arguments, in: folder, log: log) { demo in
                #expect(try await demo.get("/ready").0 == .ok)
                #expect(try await demo.get("/explore/pool").1.contains(#""maximum":3,"#))
                #expect(try await demo.get("/metrics").1.contains("_wait_time_count{"))
                demo.interrupt()
                try await eventually("it is not ready") {
                    try await demo.get("/ready").0 == .serviceUnavailable
                }
                #expect(try await demo.get("/raw/users/1").0 == .ok)
            }
            #expect(try String(contentsOf: log, encoding: .utf8) == "")
        }
    }

    @Test("an .env that cannot be read is an error, not a missing one")
    func unreadableEnvironment() async throws {
        try await withTemporaryFolder { folder in
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
        try await withTemporaryFolder { folder in
            try await RunningDemo.withServing(in: folder) { first in
                try await withTemporaryFolder { other in
                    let end = try await RunningDemo(in: other, port: first.port).finish()
                    #expect(end.status == 1)
                    let message = "error: cannot listen on 127.0.0.1:\(first.port): "
                    #expect(end.lines.contains { $0.hasPrefix(message) })
                    #expect(!hasRunningServer(other))
                }
                #expect(try await first.get("/ready").0 == .ok)
            }
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
