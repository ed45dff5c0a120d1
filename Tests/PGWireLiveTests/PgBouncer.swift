import Foundation
import PGTestKit
import PGWire
import Testing

/// A pgbouncer of its own in front of the test's database, in transaction mode.
///
/// Its server connections are used in turn, so that a client meets another one in each transaction.
/// It ends with the test, and with the test's process however that ends.
final class PgBouncer {
    let url: String
    private let process = Process()
    private let life = Pipe()
    private let directory: URL

    struct CannotStart: Error {
        let log: String
    }

    /// Where the program is, if it is installed.
    static let path = ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
        .map { $0 + "/pgbouncer" }.first(where: FileManager.default.isExecutableFile(atPath:))

    /// Whether to run the tests: where everything was to be installed, they fail rather than be left
    /// out.
    static var isExpected: Bool {
        path != nil || ProcessInfo.processInfo.environment["STRATA_REQUIRE_POSTGRES"] == "1"
    }

    /// Starts it and waits until it answers.
    init(servers: Int = 3, settings: [String: String] = [:]) async throws {
        let database = try TestDatabase.current
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("strata-pgbouncer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        let port = try Self.freePort()
        let (users, target) = try Self.target(of: database)
        let userFile = directory.appendingPathComponent("users.txt")
        try users.write(to: userFile, atomically: true, encoding: .utf8)
        var options = [
            "listen_addr": "127.0.0.1", "listen_port": "\(port)", "unix_socket_dir": "",
            "auth_type": "trust", "auth_file": userFile.path, "pool_mode": "transaction",
            "default_pool_size": "\(servers)", "server_round_robin": "1", "max_client_conn": "100",
            "server_idle_timeout": "600", "log_connections": "0", "log_disconnections": "0",
            "admin_users": "postgres",
        ]
        options.merge(settings) { $1 }
        let file = directory.appendingPathComponent("pgbouncer.ini")
        let lines = options.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        try "[databases]\n\(target)\n\n[pgbouncer]\n\(lines.joined(separator: "\n"))\n"
            .write(to: file, atomically: true, encoding: .utf8)
        url = "host=127.0.0.1 port=\(port) user=\(Self.user(of: database)) dbname=\(database.name)"
        try start(file)
        try await waitUntilItAnswers()
        try await openServers(servers)
    }

    deinit { stop() }

    /// Stops it at once.
    func stop() {
        try? life.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    private func start(_ file: URL) throws {
        let account = getuid() == 0 ? "-u postgres" : ""
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // The pipe on its input closes when this process ends, in whatever way.
        process.arguments = [
            "-c",
            """
            \(Self.path ?? "pgbouncer") \(account) "$1" >"$2" 2>&1 &
            child=$!
            cat >/dev/null
            kill -KILL $child
            wait $child
            """, "sh", file.path, directory.appendingPathComponent("log").path,
        ]
        process.standardInput = life
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    private func waitUntilItAnswers() async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let connection = try? await Connection.connect(.url(url)) {
                await connection.close()
                return
            }
            await Task.yield()
        }
        let log = directory.appendingPathComponent("log")
        throw CannotStart(log: (try? String(contentsOf: log, encoding: .utf8)) ?? "no log")
    }

    /// Makes it open all its server connections: it does so only for transactions at the same time.
    private func openServers(_ count: Int) async throws {
        var connections: [Connection] = []
        for _ in 0..<count {
            let connection = try await Connection.connect(.url(url))
            try await connection.executeOnce("BEGIN")
            connections.append(connection)
        }
        for connection in connections {
            try await connection.executeOnce("COMMIT")
            await connection.close()
        }
    }

    // MARK: The server behind it

    private static func settings(of database: TestDatabase) -> [String: String] {
        var settings: [String: String] = [:]
        for part in database.url.split(separator: " ") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { settings[pair[0]] = pair[1].replacing("'", with: "") }
        }
        return settings
    }

    private static func user(of database: TestDatabase) -> String {
        settings(of: database)["user"] ?? "postgres"
    }

    private static func target(of database: TestDatabase) throws -> (users: String, line: String) {
        let settings = settings(of: database)
        var line = "* ="
        for key in ["host", "port", "user", "password"] {
            if let value = settings[key] { line += " \(key)=\(value)" }
        }
        return ("\"\(user(of: database))\" \"\(settings["password"] ?? "")\"\n", line)
    }

    private static func freePort() throws -> Int {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                guard unsafe bind(socket, address, length) == 0 else { return -1 }
                return unsafe getsockname(socket, address, &length)
            }
        }
        guard status == 0 else { throw CannotStart(log: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
