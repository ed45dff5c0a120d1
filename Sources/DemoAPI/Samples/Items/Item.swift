import Hummingbird
import PGCore
import QueryBuilder
import StrataMacros

/// Something in stock: one type for what a client sends, what is stored and what a client gets.
@Table(
    "items",
    constraints: [
        .index(
            "to_tsvector('english', name || ' ' || detail)", name: "items_words_idx",
            method: "gin")
    ])
struct Item: Codable, Sendable, Equatable, ResponseEncodable {
    /// What it is ordered by.
    @PrimaryKey var sku: String
    var name: String
    @Default("''") var detail: String
    @Column(type: "integer") @Check("quantity >= 0") var quantity: Int
}

extension Item {
    /// Reads and validates what a client sends.
    init(from decoder: any Decoder) throws {
        var fields = try FieldReader(from: decoder)
        sku = fields.required(ItemFields.sku) ?? ""
        name = fields.required(ItemFields.name) ?? ""
        detail = fields.optional(ItemFields.detail) ?? ""
        quantity = fields.required(ItemFields.quantity) ?? 0
        try fields.check()
    }
}

/// The fields of an item, and what each may be.
enum ItemFields {
    static let sku = Field("sku", .line(1...40, example: "NUT-M8"))
    static let name = Field("name", .line(1...200, example: "Nut"))
    static let detail = Field("detail", .text(upTo: 2_000))
    static let quantity = Field("quantity", .whole(0...1_000_000))
}

extension Item: Described {
    static let schema = JSONSchema.object(
        "Item", ItemFields.sku.required, ItemFields.name.required, ItemFields.detail.change,
        ItemFields.quantity.required
    ).closed
}

extension Item: InsertValues {
    typealias Target = Item

    static var insertColumns: [String] { ["sku", "name", "detail", "quantity"] }

    var insertValues: [InsertValue] {
        [.value(sku), .value(name), .value(detail), .value(quantity)]
    }
}
