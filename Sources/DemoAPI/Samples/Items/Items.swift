import PGCore
import PGWire
import QueryBuilder

/// The collection of items.
struct Items: Sendable {
    let pool: ConnectionPool

    /// Those with all words of a text, or all, by their keys.
    func list(_ words: String?, limit: Int) async throws -> [Item] {
        guard let words else {
            return try await Item.orderBy { $0.sku }.limit(limit).fetch(on: pool)
        }
        // The expression is the index's, to the letter.
        return try await Item.where { item in
            Predicate(
                """
                to_tsvector('english', \(item.name) || ' ' || \(item.detail))
                @@ websearch_to_tsquery('english', \(words))
                """)
        }
        .orderBy { $0.sku }.limit(limit).fetch(on: pool)
    }

    func get(_ sku: String) async throws -> Item? {
        try await Item.where { $0.sku == sku }.fetchOne(on: pool)
    }

    /// Stores an item, over the one with the same key if there is any.
    func put(_ item: Item) async throws -> Item {
        // An upsert without a condition always returns its row.
        try await Item.insert(item).onConflict(\.sku).doUpdate(\.name, \.detail, \.quantity)
            .returning().fetch(on: pool)[0]
    }

    func delete(_ sku: String) async throws -> Bool {
        try await Item.delete.where { $0.sku == sku }.execute(on: pool) > 0
    }

    /// Three queries at once: none waits until another has been answered before it is sent.
    func summary() async throws -> ItemSummary {
        async let kinds = Item.select { _ in countRows() }.fetch(on: pool)
        async let pieces = Item.select { $0.quantity.sum().cast(to: Int.self) }.fetch(on: pool)
        async let scarce = Item.orderBy { ($0.quantity, $0.sku) }.limit(3).fetch(on: pool)
        return try await ItemSummary(
            kinds: kinds.first ?? 0, pieces: pieces.first.flatMap { $0 } ?? 0, scarce: scarce)
    }

    /// Takes from one item and gives to another: both or neither.
    func move(_ move: ItemMove) async throws -> [Item] {
        try await pool.withTransaction(retry: .serializationFailures(max: 3)) { transaction in
            // Locked in the order of their keys: two moves in opposite directions wait for each other.
            let items = try await Item.where { $0.sku.in([move.from, move.to]) }
                .orderBy { $0.sku }.forUpdate().fetch(on: transaction)
            try check(move, items)
            var changed: [Item] = []
            for (sku, difference) in [(move.from, -move.quantity), (move.to, move.quantity)] {
                changed += try await Item.update.set(\.quantity) { $0.quantity + difference }
                    .where { $0.sku == sku }.returning().fetch(on: transaction)
            }
            return changed
        }
    }

    private func check(_ move: ItemMove, _ items: [Item]) throws(APIError) {
        var problems: [FieldProblem] = []
        for (field, sku) in [("from", move.from), ("to", move.to)]
        where !items.contains(where: { $0.sku == sku }) {
            problems.append(FieldProblem(field: field, message: "is not an item"))
        }
        let stock = items.first { $0.sku == move.from }?.quantity
        if let stock, stock < move.quantity {
            problems.append(FieldProblem(field: "quantity", message: "is more than there are"))
        }
        let most = 1_000_000 - move.quantity
        if items.contains(where: { $0.sku == move.to && $0.quantity > most }) {
            problems.append(FieldProblem(field: "quantity", message: "is more than there may be"))
        }
        if !problems.isEmpty { throw .invalid(problems) }
    }
}
