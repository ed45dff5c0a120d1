/// The three ways to the database, each with an API of its own.
enum Tier: String, CaseIterable, Sendable, Codable {
    /// SQL by hand.
    case raw
    /// SQL that the compiler checks.
    case query
    /// Objects with identity.
    case orm

    /// Where its users are.
    var usersPath: String { "/\(rawValue)/users" }

    /// Its name in documents.
    var title: String {
        switch self {
        case .raw: "Tier 1: SQL by hand"
        case .query: "Tier 2: query builder"
        case .orm: "Tier 3: objects"
        }
    }
}
