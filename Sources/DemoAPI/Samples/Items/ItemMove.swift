/// The body of a move: how many of one item become another.
struct ItemMove: Decodable, Sendable, Equatable {
    let from: String
    let to: String
    let quantity: Int

    private enum Fields {
        static let from = Field("from", ItemFields.sku.rule)
        static let to = Field("to", ItemFields.sku.rule)
        static let quantity = Field("quantity", .whole(1...1_000_000))
    }

    init(from decoder: any Decoder) throws {
        var fields = try FieldReader(from: decoder)
        from = fields.required(Fields.from) ?? ""
        to = fields.required(Fields.to) ?? ""
        quantity = fields.required(Fields.quantity) ?? 0
        try fields.check()
        guard from != to else {
            throw APIError.invalid([FieldProblem(field: "to", message: "must be another item")])
        }
    }
}

extension ItemMove: Described {
    static let schema = JSONSchema.object(
        "ItemMove", Fields.from.required, Fields.to.required, Fields.quantity.required
    ).closed
}
