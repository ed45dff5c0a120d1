import Foundation
import Migrations
import PGCore
import PGTestKit
import PGWire

/// A folder of migrations that exists as long as the value.
final class TemporaryMigrations: Sendable {
    let directory: MigrationDirectory

    /// Writes files, named without `.sql`.
    init(_ files: [String: String]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "strata-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        directory = MigrationDirectory(path: folder.path())
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory.path) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(directory.path)/\(name).sql"))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(directory.path)/\(name).sql")
    }

    /// A migrator on the running test's database.
    func migrator(
        _ change: (inout Migrator.Configuration) -> Void = { _ in }
    ) throws -> Migrator {
        var configuration = Migrator.Configuration()
        change(&configuration)
        return Migrator(
            .url(try TestDatabase.current.url), directory: directory, configuration: configuration)
    }
}

/// Whether the running test's database has a relation.
func relationExists(_ name: String) async throws -> Bool {
    let rows = try await TestDatabase.pool.query(
        "SELECT to_regclass(\(name)) IS NOT NULL")
    return try rows.decodeColumn(Bool.self, at: 0)[0]
}

extension MigrationPlan {
    /// The versions in the order they run.
    var versions: [Int] { steps.map(\.migration.version) }
}
