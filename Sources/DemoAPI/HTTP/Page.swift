import Foundation
import Hummingbird

/// Which part of the list a client asks for.
struct PageRequest: Sendable, Equatable {
    static let defaultLimit = 20
    static let limits = 1...100

    let limit: Int
    let after: Cursor?

    init(limit: Int = defaultLimit, after: Cursor? = nil) {
        self.limit = limit
        self.after = after
    }

    static let parameters: [Parameter] = [
        .query("limit", .integer(limits), "How many to return at most."),
        .query("cursor", .string, "The `next` of another page.") { text in
            Cursor(text) == nil ? "must be the `next` of another page" : nil
        },
    ]

    /// Reads a query that was checked against the parameters.
    init(_ query: Parameters) {
        self.init(
            limit: query.get("limit", as: Int.self) ?? Self.defaultLimit,
            after: query.get("cursor").flatMap { Cursor($0) })
    }
}

/// An item of a list that is sorted by time and key.
protocol PageItem: ResponseEncodable, Sendable {
    var id: Int { get }
    var createdAt: Date { get }
}

/// A part of the list, and where the next one starts.
struct Page<Item: PageItem>: ResponseEncodable, Sendable {
    let users: [Item]
    let next: Cursor?

    /// Makes a page from one row more than it may have, if there are as many: that row says only
    /// that there is another page.
    init(_ found: [Item], _ request: PageRequest) {
        users = Array(found.prefix(request.limit))
        let isLast = found.count <= request.limit
        next = isLast ? nil : users.last.map { Cursor(createdAt: $0.createdAt, id: $0.id) }
    }

    private enum Key: String, CodingKey { case users, next }

    // By hand because `next` is to be null, not missing, on the last page.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(users, forKey: .users)
        try container.encode(next?.text, forKey: .next)
    }
}

extension Page: Described where Item: Described {
    static var schema: JSONSchema {
        .object(
            "\(Item.schema.name ?? "")Page",
            .init(name: "users", schema: .array(of: Item.schema)),
            .init(
                name: "next",
                schema: .string.nullable.described("The `cursor` of the next page.")))
    }
}

extension UserRow: PageItem {}
extension User.Snapshot: PageItem {}
