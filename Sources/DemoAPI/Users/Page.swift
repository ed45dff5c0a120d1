import Foundation
import Hummingbird

/// A user as any tier has it, which can be an item of a sorted list.
protocol PageItem: ResponseEncodable, Described, JSONWritable, Sendable {
    var id: Int { get }
    var email: String { get }
    var name: String { get }
    var age: Int? { get }
    var role: Role { get }
    var createdAt: Date { get }
    var version: Int { get }
}

/// A part of the list, and where the next one starts.
struct Page<Item: PageItem>: ResponseEncodable, Sendable {
    let users: [Item]
    /// The cursor of the next page, as clients have it.
    let next: String?

    /// Makes a page from one row more than it may have, if there are as many: that row says only
    /// that there is another page.
    init(_ found: [Item], _ query: UserQuery) {
        users = Array(found.prefix(query.limit))
        let isLast = found.count <= query.limit
        next = isLast ? nil : users.last.map { Cursor(after: $0, sort: query.sort).text }
    }

    private enum Key: String, CodingKey { case users, next }

    // By hand because `next` is to be null, not missing, on the last page.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(users, forKey: .users)
        try container.encode(next, forKey: .next)
    }
}

extension Page: Described {
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
