import Hummingbird

/// Which posts of a user a client asks for, and how they are to be loaded.
struct FeedQuery: Sendable, Equatable {
    /// How the tags of posts are loaded.
    enum Load: String, CaseIterable, Sendable {
        /// All at once.
        case together
        /// One statement for each post: the mistake called N+1, to see what it costs.
        case each
    }

    let limit: Int
    let load: Load

    static let parameters: [Parameter] = [
        .query("limit", .integer(1...100), "How many to return at most; 20 if not said."),
        .query(
            "load", .oneOf(Load.allCases.map(\.rawValue)),
            "How the tags are loaded: `each` shows what N+1 statements cost."),
    ]

    /// Reads a query that was checked against the parameters.
    init(_ query: Parameters) {
        limit = query.get("limit", as: Int.self) ?? 20
        load = query.get("load").flatMap(Load.init) ?? .together
    }
}
