/// A server that answers the compared requests.
enum Server: String, CaseIterable {
    case raw = "Strata, tier 1"
    case query = "Strata, tier 2"
    case orm = "Strata, tier 3"
    case asyncpg = "FastAPI + asyncpg"
    case sqlalchemy = "FastAPI + SQLAlchemy"

    /// Which program it is part of; all tiers are one.
    enum Program: String, CaseIterable {
        case demo, asyncpg, sqlalchemy
    }

    var program: Program {
        switch self {
        case .raw, .query, .orm: .demo
        case .asyncpg: .asyncpg
        case .sqlalchemy: .sqlalchemy
        }
    }

    /// Where the users are.
    var path: String {
        switch self {
        case .raw: "/raw/users"
        case .query: "/query/users"
        case .orm: "/orm/users"
        case .asyncpg, .sqlalchemy: "/users"
        }
    }

    /// Whose figures it is compared with.
    var rival: Server? {
        switch self {
        case .raw, .query: .asyncpg
        case .orm: .sqlalchemy
        case .asyncpg, .sqlalchemy: nil
        }
    }
}

/// What is asked for.
enum Request: String, CaseIterable {
    case list, get, create

    var title: String {
        switch self {
        case .list: "a list of 100"
        case .get: "one by its key"
        case .create: "create one"
        }
    }

    /// How many times as many requests a server is to answer as its rival.
    func target(_ server: Server) -> Double? {
        switch (server, self) {
        case (.raw, .list): 3.5
        case (.raw, _): 3
        case (.orm, _): 8
        default: nil
        }
    }
}
