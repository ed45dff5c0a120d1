import PGCore
import PGTestKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The Chinook sample database: a shop for music, with real names.
///
/// It is no part of this repository. `STRATA_CHINOOK` names its script for PostgreSQL.
enum Chinook {
    private static let script: String? = {
        guard let path = ProcessInfo.processInfo.environment["STRATA_CHINOOK"] else { return nil }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            preconditionFailure("STRATA_CHINOOK cannot be read: \(error)")
        }
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
