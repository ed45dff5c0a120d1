import PGCore
import PGTestKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The Chinook sample database: a shop for music, with real names.
///
/// It is no part of this repository. `STRATA_CHINOOK` names its script for PostgreSQL; without it,
/// the script is looked for in the folder `shared` beside this package.
enum Chinook {
    private static let script: String? = {
        var root = URL(filePath: #filePath)
        for _ in 1...5 { root.deleteLastPathComponent() }
        let given = ProcessInfo.processInfo.environment["STRATA_CHINOOK"]
        let sibling = root.appending(path: "../shared/data/chinook/chinook.sql").standardized.path
        return try? String(contentsOfFile: given ?? sibling, encoding: .utf8)
    }()

    /// Whether the script was found.
    static var isPresent: Bool { script != nil }

    /// The statements of the script; no text in it has a line that ends with a semicolon.
    static var statements: [SQLStatement] {
        (script ?? "").replacing("\r", with: "").split(separator: ";\n").map { text in
            var statement = SQLStatement()
            statement.append(raw: String(text))
            return statement
        }
    }
}

extension DatabaseTemplate {
    /// The Chinook sample database.
    static let chinook = DatabaseTemplate("chinook", Chinook.statements + ["ANALYZE"])
}
