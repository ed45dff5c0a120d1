import Hummingbird

extension ExploreOperation {
    /// Everything that can be run, in the order of the page.
    static let all = [list, get, create, update, delete, feed, materialize].filter { operation in
        // Without its source there is nothing to see.
        operation.variants.allSatisfy { !$0.sources.isEmpty }
    }

    private static let list = ExploreOperation(
        id: "list", title: "List users",
        summary: "One page by keyset cursor: one statement in every tier.", method: .get,
        fields: [.integer("limit", "Users", .query, "20", in: UserQuery.limits)],
        variants: tiers("/users", "list(_:)", raw: ["UserQuery.condition"]), canBurst: true)

    private static let get = ExploreOperation(
        id: "get", title: "Get a user", summary: "One row by primary key.", method: .get,
        fields: [.integer("id", "User id", .path, "1", in: 1...Int(Int32.max))],
        variants: tiers("/users/{id}", "get(_:)"), canBurst: true)

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
        variants: tiers("/users", "create(_:)", raw: ["RawUsersController.create(_:on:)"]))

    private static let update = ExploreOperation(
        id: "update", title: "Update a user",
        summary: """
            Tiers 1 and 2 send one UPDATE. Tier 3 reads the object, sees what changed, and updates \
            that.
            """,
        method: .patch,
        fields: [
            .integer("id", "User id", .path, "1", in: 1...Int(Int32.max)),
            .text(
                "name", "Name", .body, "Ada Lovelace",
                hint: "Each tier adds a mark of its own: who changes nothing sends no UPDATE."),
            .integer("age", "Age", .body, "37", in: 0...150),
        ],
        variants: tiers("/users/{id}", "update(_:_:_:)"))

    private static let delete = ExploreOperation(
        id: "delete", title: "Delete a user",
        summary: "Every tier deletes a user of its own.", method: .delete,
        fields: [
            .integer(
                "id", "User id", .path, "", in: 1...Int(Int32.max),
                hint: "Empty: a user is made for each tier first.")
        ],
        variants: tiers("/users/{id}", "delete(_:_:)"))

    private static let feed = ExploreOperation(
        id: "feed", title: "A user’s feed",
        summary: """
            Posts with their tags. Asked for each post, it is one statement more for every one: \
            N+1. Together, the number of statements does not depend on the number of posts.
            """,
        method: .get,
        fields: [
            .integer("id", "User id", .path, "1", in: 1...Int(Int32.max)),
            .choice(
                "load", "Tags", .query,
                [
                    .init(value: "each", label: "For each post (N+1)"),
                    .init(value: "together", label: "Together"),
                ]),
            .integer("limit", "Posts", .query, "10", in: 1...100),
        ],
        variants: Tier.allCases.map { tier in
            let type = tier.controller.replacing("Users", with: "Posts")
            let others: [Tier: [String]] = [
                .raw: ["\(type).together(_:_:)", "\(type).each(_:_:)"],
                .query: ["\(type).tags(of:)"],
            ]
            return ExploreVariant(
                tier.rawValue, tier.name, "/\(tier.rawValue)/users/{id}/posts",
                ["\(type).feed(of:_:)"] + (others[tier] ?? []))
        }, canBurst: true)

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
            way("blocking", "Blocking", "BlockingUsers.list(_:)"),
            way("await", "Await", "AwaitUsers.list(_:)"),
            way("deferred", "Deferred", "DeferredUsers.list(_:)"),
            way("chunked", "Chunked", "ChunkedUsers.respond(_:_:_:)"),
        ])

    private static func way(_ id: String, _ name: String, _ source: String) -> ExploreVariant {
        ExploreVariant(id, name, "/materialize/\(id)/users", [source])
    }

    /// The three tiers with the same path behind their names.
    ///
    /// - Parameters:
    ///   - method: The handler, by its name and labels.
    ///   - raw: What else tier 1 has of its own for it.
    private static func tiers(
        _ path: String, _ method: String, raw: [String] = []
    ) -> [ExploreVariant] {
        Tier.allCases.map { tier in
            ExploreVariant(
                tier.rawValue, tier.name, "/\(tier.rawValue)\(path)",
                ["\(tier.controller).\(method)"] + (tier == .raw ? raw : []))
        }
    }
}
