import Foundation
import Testing

@testable import LocalPostgres

@Suite("The cluster's directory")
struct ClusterDirectoryTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = try System.makeTemporaryDirectory(prefix: "/tmp/strata-tests-")
        defer { try? FileManager.default.removeItem(atPath: path) }
        try System.changeMode(path, 0o755)
        try body(path)
    }

    private func touch(_ name: String, in folder: String) throws {
        try System.writePrivate("x", to: folder + "/" + name)
    }

    @Test func `a missing directory is made with its parents`() throws {
        try withFolder { folder in
            let directory = try ClusterDirectory.durable(
                at: folder + "/a/b/pg", account: ServerAccount())

            let mode = try #require(System.status(of: directory.path)).mode
            #expect(mode & 0o777 == 0o700)
            #expect(directory.path.hasSuffix("/a/b/pg"))
        }
    }

    @Test(arguments: [
        [], ["lock"], ["lock", "strata-cluster.json"], ["strata-cluster.json", "data"],
    ])
    func `empty ones and those with our marker are ours`(names: [String]) throws {
        try withFolder { folder in
            for name in names {
                try touch(name, in: folder)
            }

            try ClusterDirectory(path: folder).requireOurs()
        }
    }

    @Test(arguments: [["PG_VERSION"], ["lock", "data"], [".git"]])
    func `other contents are refused and left alone`(names: [String]) throws {
        try withFolder { folder in
            for name in names {
                try touch(name, in: folder)
            }

            let error = #expect(throws: LocalPostgresError.self) {
                try ClusterDirectory.durable(at: folder, account: ServerAccount())
            }

            #expect(error?.code == .directoryNotOurs)
            #expect(error?.message.contains(folder) == true)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.sorted() == names.sorted())
        }
    }

    @Test func `a file in the directory's place is refused`() throws {
        try withFolder { folder in
            try touch("pg", in: folder)

            let error = #expect(throws: LocalPostgresError.self) {
                try ClusterDirectory.durable(at: folder + "/pg", account: ServerAccount())
            }

            #expect(error?.code == .directoryUnusable)
        }
    }

    @Test func `the marker survives writing and reading`() throws {
        try withFolder { folder in
            let directory = ClusterDirectory(path: folder)
            let marker = ClusterMarker(
                postgresMajorVersion: 15, created: Date(timeIntervalSince1970: 1_700_000_000))

            try marker.write(directory)

            #expect(try ClusterMarker.read(directory) == marker)
        }
    }

    @Test(arguments: [
        "", "{}", "mine",
        #"{"format":2,"postgresMajorVersion":15,"created":"2026-01-01T00:00:00Z"}"#,
    ])
    func `a marker this version cannot read is refused`(text: String) throws {
        try withFolder { folder in
            let directory = ClusterDirectory(path: folder)
            try System.writePrivate(text, to: directory.marker)

            let error = #expect(throws: LocalPostgresError.self) {
                try ClusterMarker.check(directory)
            }

            #expect(error?.code == .directoryNotOurs)
        }
    }

    @Test func `a lock that is held makes the next one wait and fail`() throws {
        try withFolder { folder in
            let directory = ClusterDirectory(path: folder)
            let first = try ClusterLock(directory, patience: Patience(.zero))

            let error = #expect(throws: LocalPostgresError.self) {
                _ = try ClusterLock(directory, patience: Patience(.milliseconds(30)))
            }

            #expect(error?.code == .busy)
            withExtendedLifetime(first) {}
        }
    }

    @Test(arguments: [
        ("/tmp/strata-AbCdEf/socket", true),
        ("/" + String(repeating: "a", count: 87), true),
        ("/" + String(repeating: "a", count: 88), false),
        ("/" + String(repeating: "ü", count: 44), false),
    ])
    func `a socket's path has to fit the system's limit`(folder: String, fits: Bool) {
        #expect(Path.fitsSocket(folder) == fits)
    }
}
