extension Tier {
    var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// What the page calls it.
    var name: String {
        switch self {
        case .raw: "SQL by hand"
        case .query: "Query builder"
        case .orm: "Objects"
        }
    }

    /// The module that it needs.
    var module: String {
        switch self {
        case .raw: "PGWire"
        case .query: "QueryBuilder"
        case .orm: "ORM"
        }
    }

    /// The type with its handlers.
    var controller: String {
        switch self {
        case .raw: "RawUsersController"
        case .query: "QueryUsersController"
        case .orm: "ORMUsersController"
        }
    }
}
