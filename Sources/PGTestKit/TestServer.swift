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
            var configuration = LocalPostgres.Configuration.throwaway
            // Every test has its pools, and all tests may run at once.
            configuration.maxConnections = 500
            let local = try await LocalPostgres.start(configuration)
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
        let task = Task { try await Self.build(template, on: server) }
        templates[template.name] = task
        return try await task.value
    }

    /// Builds a template, unless an earlier run has left the same one on the server.
    ///
    /// Its name says what it contains, so runs share it and none piles up on a server that stays. It
    /// gets that name when it is complete; a run that is killed before leaves no half one behind it.
    private static func build(_ template: DatabaseTemplate, on server: Server) async throws
        -> String
    {
        let name = template.databaseName
        return try await server.administration.withConnection { connection in
            // Two processes that need the same template at once build it once.
            try await connection.query("SELECT pg_advisory_lock(\(template.contentHash))")
            let existing = try await connection.query(
                "SELECT 1 FROM pg_database WHERE datname = \(name)")
            guard existing.isEmpty else { return name }
            let scratch = uniqueName("strata_template_scratch")
            try await connection.query("CREATE DATABASE \(identifier: scratch) TEMPLATE template0")
            let builder = try await Connection.connect(
                .url(try url(of: scratch, on: server.source)))
            do {
                for statement in template.statements { try await builder.executeOnce(statement) }
                await builder.close()
                try await connection.query(
                    "ALTER DATABASE \(identifier: scratch) RENAME TO \(identifier: name)")
            } catch {
                await builder.close()
                _ = try? await connection.query(
                    "DROP DATABASE IF EXISTS \(identifier: scratch) WITH (FORCE)")
                throw error
            }
            return name
        }
    }

    private static func url(
        of database: String, on source: ConnectionConfiguration.Source
    ) throws(PGError) -> String {
        try ConnectionConfiguration.keyValueString(source, database: database)
    }
}
