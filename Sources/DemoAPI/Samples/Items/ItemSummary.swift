import Hummingbird

/// The stock at a glance.
struct ItemSummary: ResponseEncodable, Sendable {
    /// How many kinds there are.
    let kinds: Int
    /// How many pieces, of all kinds together.
    let pieces: Int
    /// Those of which there are fewest.
    let scarce: [Item]
}

extension ItemSummary: Described {
    static let schema = JSONSchema.object(
        "ItemSummary", .init(name: "kinds", schema: .integer),
        .init(name: "pieces", schema: .integer),
        .init(name: "scarce", schema: .array(of: Item.schema)))
}
