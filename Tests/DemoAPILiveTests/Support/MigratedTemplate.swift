import Migrations
import PGCore
import PGTestKit

extension DatabaseTemplate {
    /// A database as the files in `migrations/` make it.
    static let migrated: DatabaseTemplate = {
        do {
            var statements: [SQLStatement] = []
            for migration in try MigrationDirectory.demo.load() {
                for part in try migration.up.script().statements {
                    var statement = SQLStatement()
                    statement.append(raw: part.text)
                    statements.append(statement)
                }
            }
            return DatabaseTemplate("demo", statements)
        } catch {
            preconditionFailure("\(error)")
        }
    }()
}

extension MigrationDirectory {
    /// The folder at the top of the repository, wherever the tests are started.
    static var demo: MigrationDirectory {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return MigrationDirectory(path: "/" + parts.joined(separator: "/") + "/migrations")
    }
}
