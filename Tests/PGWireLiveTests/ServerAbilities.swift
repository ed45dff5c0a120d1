import CodecSamples
import Foundation
import LocalPostgres
import PGCore
import PGWire
import Testing

/// What a server lacks because of how it was built; tests that need it are skipped.
enum ServerAbilities {
    /// Whether the installed server programs can encrypt connections.
    static let hasTLS: Bool = {
        guard let installation = try? PostgresInstallation.find() else { return false }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: installation.binDirectory + "/pg_config")
        process.arguments = ["--configure"]
        process.standardOutput = output
        // Without that program nobody knows: then the tests find out.
        guard (try? process.run()) != nil else { return true }
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.contains("--with-openssl") || text.contains("--with-ssl")
    }()
}

/// Creates extensions, or skips the test where the server does not have them.
func createExtensions(
    _ names: String..., schema: String? = nil, on executor: some StatementExecutor
) async throws {
    let available = try await executor.execute("SELECT name::text FROM pg_available_extensions")
        .decode(String.self)
    for name in names {
        guard available.contains(name) else {
            try Test.cancel("the server has no extension \(name)")
        }
        var statement: SQLStatement = "CREATE EXTENSION \(identifier: name)"
        if let schema { statement.append(" SCHEMA \(identifier: schema)") }
        _ = try await executor.execute(statement)
    }
}

extension Connection {
    /// Whether the server prints the sample as older ones do.
    ///
    /// Since version 17 the longest interval is infinity.
    nonisolated func printsAsBefore(_ sample: CodecSample) -> Bool {
        serverVersion < 170_000 || sample.oid != .interval
            || !sample.text.hasPrefix("178956970 years 7 mons 2147483647 days")
    }

    /// The built-in types that the server refuses, since it was built without what they need.
    func missingTypes() async throws -> Set<String> {
        do throws(PGError) {
            try await query("SELECT '<a/>'::xml")
            return []
        } catch {
            guard error.sqlState == .featureNotSupported else { throw error }
            return ["xml", "xml[]"]
        }
    }
}
