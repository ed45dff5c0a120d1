import LocalPostgres
import PGCore
import PGWire
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The server a test process uses: the one `DATABASE_URL` or `PGHOST` names, otherwise a throwaway one
/// that is started once and stops with the process.
public actor TestServer {
    /// The process's server.
    public static let shared = TestServer()

    private var starting: Task<Server, any Error>?
    private var templates: [String: Task<String, any Error>] = [:]

    private struct Server: Sendable {
        let source: ConnectionConfiguration.Source
        /// Held because the server stops when this goes away.
        let local: LocalPostgres?
        let administration: ConnectionPool
    }

    private static let counter = Atomic<Int>(0)

    /// Returns a name that no other test of any process uses.
    static func uniqueName(_ prefix: String) -> String {
        "\(prefix)_\(getpid())_\(counter.add(1, ordering: .relaxed).newValue)"
    }

    private static func variable(_ name: String) -> String? {
        let value = unsafe getenv(name).map { unsafe String(cString: $0) }
        return value?.isEmpty == true ? nil : value
    }

    private func server() async throws -> Server {
        if let starting { return try await starting.value }
        let task = Task {
            if Self.variable("DATABASE_URL") != nil || Self.variable("PGHOST") != nil {
                return Server(
                    source: .environment, local: nil,
                    administration: try ConnectionPool(.environment))
            }
            let local = try await LocalPostgres.start(.throwaway)
            return Server(
                source: .url(local.url), local: local,
                administration: try ConnectionPool(.url(local.url)))
        }
        starting = task
        return try await task.value
    }

    /// Makes an empty database, or a copy of a template.
    func makeDatabase(from template: DatabaseTemplate) async throws -> TestDatabase {
        let server = try await server()
        let templateName = try await prepare(template, on: server)
        let name = Self.uniqueName("strata_test")
        let source = templateName ?? "template0"
        _ = try await server.administration.query(
            "CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: source)")
        return TestDatabase(name: name, url: try Self.url(of: name, on: server.source))
    }

    func drop(_ database: TestDatabase) async throws {
        let server = try await server()
        _ = try await server.administration.query(
            "DROP DATABASE IF EXISTS \(identifier: database.name) WITH (FORCE)")
    }

    private func prepare(_ template: DatabaseTemplate, on server: Server) async throws -> String? {
        guard !template.statements.isEmpty else { return nil }
        if let known = templates[template.name] { return try await known.value }
        let task = Task {
            let name = Self.uniqueName("strata_template_\(template.name)")
            _ = try await server.administration.query(
                "CREATE DATABASE \(identifier: name) TEMPLATE template0")
            let connection = try await Connection.connect(
                .url(try Self.url(of: name, on: server.source)))
            for statement in template.statements { try await connection.executeOnce(statement) }
            await connection.close()
            return name
        }
        templates[template.name] = task
        return try await task.value
    }

    /// Drops the templates. What the process's own server holds goes with it anyway.
    public func dropTemplates() async throws {
        let server = try await server()
        for template in templates.values {
            let name = try await template.value
            _ = try await server.administration.query(
                "DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
        }
        templates.removeAll()
    }

    private static func url(
        of database: String, on source: ConnectionConfiguration.Source
    ) throws(PGError) -> String {
        try ConnectionConfiguration.keyValueString(source, database: database)
    }
}
