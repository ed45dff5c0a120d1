import Hummingbird

/// The routes of the items.
enum ItemOperations {
    static let list = Operation(
        method: .get, path: "/items", id: "listItems", summary: "List or search items",
        detail: "A search finds the words of names and details, in any of their forms.", tag: tag,
        parameters: [
            .query(
                "search", JSONSchema(kinds: [.string], lengths: 1...200),
                "Words, `\"a phrase\"`, `or`, `-without`."),
            .query("limit", .integer(1...100), "How many to return at most; 20 if not said."),
        ],
        responses: [.json([Item].self, "The items, by their keys.")])

    static let summary = Operation(
        method: .get, path: "/items-summary", id: "summarizeItems",
        summary: "The stock at a glance", detail: "Three queries, which run at once.", tag: tag,
        responses: [.json(ItemSummary.self, "The stock.")])

    static let get = Operation(
        method: .get, path: "/items/{sku}", id: "getItem", summary: "Read an item", tag: tag,
        parameters: [sku], responses: [.json(Item.self, "The item.")])

    static let put = Operation(
        method: .put, path: "/items/{sku}", id: "putItem", summary: "Store an item",
        detail: "It takes the place of the one with the same key.", tag: tag, parameters: [sku],
        body: .json(Item.self), responses: [.json(Item.self, "The item as it is stored.")])

    static let delete = Operation(
        method: .delete, path: "/items/{sku}", id: "deleteItem", summary: "Delete an item",
        tag: tag, parameters: [sku], responses: [.empty(.noContent, "The item is gone.")])

    static let move = Operation(
        method: .post, path: "/items-moves", id: "moveItems",
        summary: "Turn some of one item into another",
        detail: "Both quantities change, in one transaction, or neither does.", tag: tag,
        body: .json(ItemMove.self),
        responses: [.json([Item].self, "Both items as they are now.")])

    private static let tag = "Samples"
    private static let sku = Parameter.path("sku", .string, "The item's key.")
}
