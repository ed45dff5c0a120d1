import Hummingbird

extension ExploreOperation {
    /// Everything that can be run, in the order of the page.
    static let all = [list, get, create, update, delete, materialize]

    private static let list = ExploreOperation(
        id: "list", title: "List users",
        summary: "One page by keyset cursor: one statement in every tier.", method: .get,
        fields: [.integer("limit", "Users", .query, "20", in: UserQuery.limits)],
        variants: tiers("/users", "list"), canBurst: true)

    private static let get = ExploreOperation(
        id: "get", title: "Get a user", summary: "One row by primary key.", method: .get,
        fields: [.integer("id", "User id", .path, "1", in: 1...Int(Int32.max))],
        variants: tiers("/users/{id}", "get"), canBurst: true)

    private static let create = ExploreOperation(
        id: "create", title: "Create a user",
        summary: "The id and the defaults come back from the INSERT itself.", method: .post,
        fields: [
            .text(
                "email", "Email", .body, "ada@example.org",
                hint: "Each tier gets an address of its own, made from this."),
            .text("name", "Name", .body, "Ada"),
            .integer("age", "Age", .body, "36", in: 0...150),
        ],
        variants: tiers("/users", "create"))

    private static let update = ExploreOperation(
        id: "update", title: "Update a user",
        summary: """
            Tiers 1 and 2 send one UPDATE. Tier 3 reads the object, sees what changed, and updates \
            that.
            """,
        method: .patch,
        fields: [
            .integer("id", "User id", .path, "1", in: 1...Int(Int32.max)),
            .text("name", "Name", .body, "Ada Lovelace"),
            .integer("age", "Age", .body, "37", in: 0...150),
        ],
        variants: tiers("/users/{id}", "update"))

    private static let delete = ExploreOperation(
        id: "delete", title: "Delete a user",
        summary: "Every tier deletes a user of its own.", method: .delete,
        fields: [
            .integer(
                "id", "User id", .path, "", in: 1...Int(Int32.max),
                hint: "Empty: a user is made for each tier first.")
        ],
        variants: tiers("/users/{id}", "delete"))

    private static let materialize = ExploreOperation(
        id: "materialize", title: "Materialise, four ways",
        summary: """
            One query of tier 2: a thread waits, the task waits, queries overlap, or rows arrive \
            while the database produces them.
            """,
        method: .get,
        fields: [
            .integer("limit", "Users", .query, "25", in: 1...5_000),
            .choice(
                "shape", "Shape", .query,
                [
                    .init(value: "rows", label: "An object for each row"),
                    .init(value: "columns", label: "An array for each column"),
                ]),
        ],
        variants: [
            way("blocking", "Blocking", "BlockingUsers.list"),
            way("await", "Await", "AwaitUsers.list"),
            way("deferred", "Deferred", "DeferredUsers.list"),
            way("chunked", "Chunked", "ChunkedUsers.respond"),
        ])

    private static func way(_ id: String, _ name: String, _ source: String) -> ExploreVariant {
        ExploreVariant(id, name, "/materialize/\(id)/users", [source])
    }

    /// The three tiers with the same path behind their names.
    private static func tiers(_ path: String, _ method: String) -> [ExploreVariant] {
        Tier.allCases.map { tier in
            ExploreVariant(
                tier.rawValue, tier.name, "/\(tier.rawValue)\(path)",
                ["\(tier.controller).\(method)"])
        }
    }
}
