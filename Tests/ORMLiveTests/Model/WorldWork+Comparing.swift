import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

extension WorldWork {
    // MARK: Comparing

    func checkInstances() throws {
        for (thing, model) in world.things where model.status != .gone {
            guard let entity = held[thing] else { continue }
            let actual = values(of: entity)
            try require(
                actual == model.memory,
                "\(model.kind) \(thing) in memory is \(actual), should be \(model.memory)")
            try require(session.has(entity) == (model.status != .deleting), "\(thing) is there")
        }
    }

    func values(of entity: any Entity) -> [String: World.Value] {
        switch entity {
        case let user as User:
            ["email": .text(user.email), "name": .text(user.name), "age": .number(user.age)]
        case let post as Post:
            [
                "title": .text(post.title),
                "author": thing(.user, post.author.id, post.author.loaded),
                "editor": thing(.user, post.editor?.id, post.editor?.loaded),
            ]
        case let category as ORMTestSupport.Category:
            [
                "name": .text(category.name),
                "parent": thing(.category, category.parent?.id, category.parent?.loaded),
            ]
        case let country as Country:
            ["code": .text(country.code), "aliases": .text(country.aliases.joined())]
        default: [:]
        }
    }

    /// Names the thing that a reference leads to, by its key or by the instance itself.
    func thing(
        _ kind: World.Kind, _ id: Int?, _ loaded: (any Entity)?
    ) -> World.Value {
        let match = world.things(kind).first { thing in
            if let loaded, held[thing] === loaded { return true }
            return id != nil && keys[thing] == id.map { .number($0) }
        }
        return .reference(match ?? (id == nil && loaded == nil ? nil : -1))
    }

    func checkRows() async throws {
        let pool = try TestDatabase.pool
        let users = try await pool.query("SELECT id, email, name, age FROM users")
            .decode(Int.self, String.self, String.self, Int?.self)
        try check(
            .user,
            users.map { id, email, name, age in
                (
                    .number(id), ["email": .text(email), "name": .text(name), "age": .number(age)]
                )
            })
        let posts = try await pool.query("SELECT id, title, author_id, editor_id FROM posts")
            .decode(Int.self, String.self, Int.self, Int?.self)
        try check(
            .post,
            posts.map { id, title, author, editor in
                (
                    .number(id),
                    [
                        "title": .text(title), "author": thing(.user, author, nil),
                        "editor": thing(.user, editor, nil),
                    ]
                )
            })
        let categories = try await pool.query("SELECT id, name, parent_id FROM categories")
            .decode(Int.self, String.self, Int?.self)
        try check(
            .category,
            categories.map { id, name, parent in
                (.number(id), ["name": .text(name), "parent": thing(.category, parent, nil)])
            })
        let countries = try await pool.query("SELECT code, aliases FROM countries")
            .decode(String.self, [String].self)
        try check(
            .country,
            countries.map { code, aliases in
                (.text(code), ["code": .text(code), "aliases": .text(aliases.joined())])
            })
    }

    func check(
        _ kind: World.Kind, _ rows: [(Key, [String: World.Value])]
    ) throws {
        let expected = world.things(kind) { $0.database != nil }
        try require(rows.count == expected.count, "the number of \(kind) rows")
        for thing in expected {
            let row = rows.first { $0.0 == keys[thing] }
            let should = world.things[thing]?.database ?? [:]
            try require(
                row?.1 == should,
                "\(kind) \(thing) in the database is \(row?.1 ?? [:]), should be \(should)")
        }
    }
}
