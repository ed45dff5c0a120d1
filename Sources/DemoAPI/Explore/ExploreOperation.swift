import Hummingbird

/// Something the page can run, in several ways that it shows side by side.
struct ExploreOperation: Sendable, Encodable {
    let id: String
    let title: String
    /// What to look at.
    let summary: String
    let method: HTTPRequest.Method
    let fields: [ExploreField]
    let variants: [ExploreVariant]
    /// Whether a burst of it does no harm.
    var canBurst = false

    private enum Key: String, CodingKey {
        case id, title, summary, method, fields, variants, canBurst
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .id)
        try container.encode(title, forKey: .title)
        try container.encode(summary, forKey: .summary)
        try container.encode(method.rawValue, forKey: .method)
        try container.encode(fields, forKey: .fields)
        try container.encode(variants, forKey: .variants)
        try container.encode(canBurst, forKey: .canBurst)
    }

    static func named(_ id: String) -> ExploreOperation? {
        all.first { $0.id == id }
    }

    func variant(_ id: String) -> ExploreVariant? {
        variants.first { $0.id == id }
    }
}

/// One way to do it: a tier, or a way to materialise.
struct ExploreVariant: Sendable, Encodable {
    let id: String
    let name: String
    /// The path, with the names of fields in braces.
    let path: String
    let sources: [HandlerSource]

    init(_ id: String, _ name: String, _ path: String, _ sources: [String]) {
        self.id = id
        self.name = name
        self.path = path
        self.sources = sources.compactMap { HandlerSource.all[$0] }
    }
}
