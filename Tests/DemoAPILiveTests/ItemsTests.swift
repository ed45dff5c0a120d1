import Foundation
import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Items", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct ItemsTests {
    private func put(_ item: Item, _ client: Client) async throws -> Client.Answer {
        let body = String(decoding: try JSONEncoder().encode(item), as: UTF8.self)
        return try await client.send(.put, "/items/\(item.sku)", body)
    }

    private func item(_ sku: String, _ name: String, _ detail: String = "", _ quantity: Int = 10)
        -> Item
    {
        Item(sku: sku, name: name, detail: detail, quantity: quantity)
    }

    private func move(_ from: String, _ to: String, _ quantity: Int) -> String {
        #"{"from": "\#(from)", "to": "\#(to)", "quantity": \#(quantity)}"#
    }

    @Test("what is sent is what is stored and what comes back")
    func oneType() async throws {
        try await Client.run { client in
            let nut = item("M8", "Nut", "of \"steel\" ä", 5)
            #expect(try await put(nut, client).decode(Item.self) == nut)
            let read = try await client.send(.get, "/items/M8")
            #expect(try read.decode(Item.self) == nut)
            let more = item("M8", "Nut", "", 6)
            #expect(try await put(more, client).decode(Item.self) == more)
            #expect(try await client.send(.get, "/items").decode([Item].self) == [more])
            #expect(try await client.send(.delete, "/items/M8").status == .noContent)
            #expect(try await client.send(.get, "/items/M8").status == .notFound)
            #expect(try await client.send(.delete, "/items/M8").status == .notFound)
        }
    }

    @Test("what is not valid is a 422 with every field")
    func validation() async throws {
        try await Client.run { client in
            let answer = try await client.send(
                .put, "/items/x", #"{"sku": "", "name": " ", "quantity": -1, "colour": "red"}"#)
            #expect(answer.status == .unprocessableContent)
            let fields = try answer.error.errors.map(\.field)
            #expect(fields == ["sku", "name", "quantity", "colour"])
            let other = try await client.send(
                .put, "/items/x", #"{"sku": "y", "name": "Y", "quantity": 1}"#)
            #expect(try other.error.errors.map(\.field) == ["sku"])
        }
    }

    @Test("a search finds words in any form, and uses the index")
    func search() async throws {
        try await Client.run { client in
            for item in [
                item("a", "Wooden box", "for storing apples"), item("b", "Apple", "fresh"),
                item("c", "Boxing glove", "of leather"),
            ] { _ = try await put(item, client) }
            for (words, found) in [
                ("apple", ["a", "b"]), ("box", ["a", "c"]), ("box%20-leather", ["a"]),
                ("stored%20apples", ["a"]), ("pear", []), ("%22", []),
                ("fresh%20or%20glove", ["b", "c"]),
            ] {
                let answer = try await client.send(.get, "/items?search=\(words)")
                #expect(try answer.decode([Item].self).map(\.sku) == found, "\(words)")
            }
            let plan = try await client.pool.withConnection { connection in
                _ = try await connection.query("SET enable_seqscan = off")
                return try await connection.query(
                    """
                    EXPLAIN SELECT * FROM items WHERE to_tsvector('english', name || ' ' || detail)
                    @@ websearch_to_tsquery('english', 'apple')
                    """
                ).decode(String.self)
            }
            #expect(plan.contains { $0.contains("items_words_idx") })
        }
    }

    @Test("the summary is of all items")
    func summary() async throws {
        struct Summary: Decodable {
            let kinds: Int
            let pieces: Int
            let scarce: [Item]
        }
        try await Client.run { client in
            let none = try await client.send(.get, "/items-summary").decode(Summary.self)
            #expect(none.kinds == 0)
            #expect(none.pieces == 0)
            for number in 1...5 {
                _ = try await put(item("k\(number)", "K", "", 100 - number), client)
            }
            let summary = try await client.send(.get, "/items-summary").decode(Summary.self)
            #expect(summary.kinds == 5)
            #expect(summary.pieces == 485)
            #expect(summary.scarce.map(\.sku) == ["k5", "k4", "k3"])
        }
    }

    @Test("a move changes both items or none")
    func moves() async throws {
        try await Client.run { client in
            for sku in ["a", "b"] { _ = try await put(item(sku, sku), client) }
            let moved = try await client.send(.post, "/items-moves", move("a", "b", 4))
            #expect(try moved.decode([Item].self).map(\.quantity) == [6, 14])
            for (body, field) in [
                (move("a", "b", 7), "quantity"), (move("a", "x", 1), "to"),
                (move("x", "b", 1), "from"), (move("a", "a", 1), "to"),
                (move("a", "b", 0), "quantity"),
            ] {
                let answer = try await client.send(.post, "/items-moves", body)
                #expect(answer.status == .unprocessableContent)
                #expect(try answer.error.errors.map(\.field) == [field])
            }
            let items = try await client.send(.get, "/items").decode([Item].self)
            #expect(items.map(\.quantity) == [6, 14])
        }
    }

    @Test("moves in all directions at once lose nothing, and none goes below zero")
    func concurrentMoves() async throws {
        try await Client.run { client in
            for sku in ["a", "b", "c"] { _ = try await put(item(sku, sku), client) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let keys = ["a", "b", "c"]
                        let (from, to) = (keys[number % 3], keys[(number + 1 + number % 2) % 3])
                        let answer = try await client.send(
                            .post, "/items-moves", move(from, to, 1 + number % 4))
                        #expect([.ok, .unprocessableContent].contains(answer.status))
                    }
                }
                try await group.waitForAll()
            }
            let items = try await client.send(.get, "/items").decode([Item].self)
            #expect(items.map(\.quantity).reduce(0, +) == 30)
            #expect(items.allSatisfy { $0.quantity >= 0 })
        }
    }
}
