/// The fields of a post, and what each may be.
enum PostFields {
    static let title = Field("title", .line(1...200, example: "Streams"))
    static let body = Field("body", .text(upTo: 10_000))
    static let tags = Field("tags", tagsRule)

    private static let tagRule = FieldRule<String>.line(1...40, example: "swift")

    private static let tagsRule: FieldRule<[String]> = {
        var schema = JSONSchema.array(of: tagRule.schema)
        schema.maximumItems = 10
        return FieldRule(schema) { tags in
            guard tags.count <= 10 else { return "must have at most 10 elements" }
            return tags.lazy.compactMap { tagRule($0) }.first.map { "must have tags: each \($0)" }
        }
    }()
}

/// The body of a POST: a post to write.
struct NewPost: Decodable, Sendable, Equatable, Described {
    let title: String
    let body: String
    /// Each once, in the order of a feed.
    let tags: [String]

    init(from decoder: any Decoder) throws {
        var fields = try FieldReader(from: decoder)
        title = fields.required(PostFields.title) ?? ""
        body = fields.optional(PostFields.body) ?? ""
        tags = Set(fields.optional(PostFields.tags) ?? []).sorted(by: FeedItem.isBefore)
        try fields.check()
    }

    static let schema = JSONSchema.object(
        "NewPost", PostFields.title.required, PostFields.body.optional, PostFields.tags.optional
    ).closed
}
