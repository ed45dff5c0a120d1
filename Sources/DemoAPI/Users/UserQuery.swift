import Hummingbird
import PGCore

/// Which users a client asks for, in which order, and how many.
struct UserQuery: Sendable, Equatable {
    static let defaultLimit = 20
    static let limits = 1...100

    var limit = defaultLimit
    var sort = UserSort()
    /// What users have to be like.
    var filter = UserFilter()
    /// The end of the page before.
    var after: Cursor?
}

/// What users have to be like; what is `nil` does not matter.
struct UserFilter: Sendable, Equatable {
    var role: Role?
    /// What the name begins with.
    var name: String?
    var minimumAge: Int?
    var maximumAge: Int?
}

extension UserQuery {
    /// All that a query may say: nothing else gets as far as SQL.
    static let parameters: [Parameter] = [
        .query("limit", .integer(limits), "How many to return at most; 20 if not said."),
        .query("sort", .oneOf(UserSort.names), "By what to sort; a minus turns it around."),
        .query("role", .oneOf(Role.labels), "Only users with this role."),
        .query(
            "name", JSONSchema(kinds: [.string], lengths: 1...200),
            "Only users whose name begins with this."),
        .query("age.min", .integer(0...150), "Only users of at least this age."),
        .query("age.max", .integer(0...150), "Only users of at most this age."),
        .query("cursor", .string, "The `next` of another page, with the same sort.") { text in
            Cursor(text) == nil ? "must be the `next` of another page" : nil
        },
    ]

    /// Reads a query that was checked against the parameters.
    init(_ query: Parameters) throws(APIError) {
        sort = query.get("sort").flatMap { UserSort($0) } ?? UserSort()
        limit = query.get("limit", as: Int.self) ?? Self.defaultLimit
        filter.role = query.get("role").flatMap(Role.init)
        filter.name = query.get("name")
        filter.minimumAge = query.get("age.min", as: Int.self)
        filter.maximumAge = query.get("age.max", as: Int.self)
        after = query.get("cursor").flatMap { Cursor($0) }
        if let after, after.sort != sort {
            throw .malformed(
                "the request is not valid",
                [FieldProblem(field: "cursor", message: "belongs to a list with another sort")])
        }
    }
}
