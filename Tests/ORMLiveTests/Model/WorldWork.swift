import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

/// Random work on a session and on a model of it.
final class WorldWork {
    struct Difference: Error {
        let what: String
    }

    private struct Stop: Error {}

    let session: RecordingSession
    var random: Xorshift
    private var world = World()
    /// What the model was at the beginning of the transaction and of each savepoint.
    private var frames = [World()]
    /// The instances that the program holds.
    private var held: [Int: any Entity] = [:]
    /// Those held at the beginning of the transaction and of each savepoint.
    private var heldFrames: [[Int: any Entity]] = [[:]]
    /// Those that came from their row: of a row that is rolled back the session cannot know.
    private var loaded: Set<Int> = []
    /// The keys of rows, for instances that nobody holds.
    private var keys: [Int: Key] = [:]
    private var nextThing = 0
    /// What was done, for the message of a failure.
    private(set) var log: [String] = []

    enum Key: Hashable {
        case number(Int)
        case text(String)
    }

    init(_ session: RecordingSession, seed: UInt64) {
        self.session = session
        random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    }

    // MARK: Choosing

    private func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    /// One of the things that the program holds.
    private func pick(_ kind: World.Kind, _ status: World.Status...) -> Int? {
        world.things(kind) { status.isEmpty ? $0.status != .gone : status.contains($0.status) }
            .filter { held[$0] != nil }.randomElement(using: &random)
    }

    private func pickAny(_ status: World.Status...) -> Int? {
        world.things.filter { status.contains($0.value.status) && held[$0.key] != nil }
            .keys.sorted().randomElement(using: &random)
    }

    private func pickParent(_ kind: World.Kind) -> Int? { pick(kind, .pending, .persistent) }

    private func user(_ thing: Int) -> User? { held[thing] as? User }
    private func post(_ thing: Int) -> Post? { held[thing] as? Post }
    private func category(_ thing: Int) -> ORMTestSupport.Category? {
        held[thing] as? ORMTestSupport.Category
    }
    private func country(_ thing: Int) -> Country? { held[thing] as? Country }

    private func newName() -> String {
        nextThing += 1
        return "n\(nextThing)"
    }

    // MARK: One step

    func step(depth: Int) async throws {
        switch Int.random(in: 0..<40, using: &random) {
        case 0...7: add()
        case 8...12: change()
        case 13...16: relate()
        case 17, 18: append()
        case 19, 20: delete()
        case 21: callOff()
        case 22, 23: try await flush()
        case 24, 25: try await refresh()
        case 26, 27: try expire()
        case 28, 29: try await get()
        case 30: try await fetchAll()
        case 31, 32: try await merge()
        case 33: expunge()
        case 34, 35: drop()
        case 36, 37: try await writeElsewhere()
        default: if depth < 3 { try await savepoint(depth: depth + 1) }
        }
    }

    /// The model and the session tell different stories.
    private func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Difference(what: what()) }
    }

    private func note(_ text: String) { log.append(text) }

    private func enter(_ kind: World.Kind, _ entity: some Entity, _ values: [String: World.Value]) {
        nextThing += 1
        held[nextThing] = entity
        world.things[nextThing] = World.Thing(kind: kind, memory: values)
        note("add \(kind) \(nextThing)")
    }

    private func add() {
        let name = newName()
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let user = User(email: "\(name)@x.org", name: name, age: nextThing)
            session.add(user)
            enter(
                .user, user,
                [
                    "email": .text("\(name)@x.org"), "name": .text(name),
                    "age": .number(nextThing),
                ])
        case 1:
            guard let author = pickParent(.user), let user = user(author) else { return }
            let editor = chance(50) ? pickParent(.user) : nil
            let post = Post(title: name, author: user, editor: editor.flatMap { self.user($0) })
            session.add(post)
            enter(
                .post, post,
                [
                    "title": .text(name), "author": .reference(author),
                    "editor": .reference(editor),
                ])
        case 2:
            let parent = chance(60) ? pickParent(.category) : nil
            let category = ORMTestSupport.Category(
                name: name, parent: parent.flatMap { self.category($0) })
            session.add(category)
            enter(.category, category, ["name": .text(name), "parent": .reference(parent)])
            if let parent { note("its parent is \(parent)") }
        default:
            let country = Country(code: name, aliases: [name])
            session.add(country)
            enter(.country, country, ["code": .text(name), "aliases": .text(name)])
        }
    }

    private func change() {
        guard let thing = pickAny(.pending, .persistent) else { return }
        let name = newName()
        note("change \(thing) to \(name)")
        if let user = user(thing) {
            if chance(50) {
                user.name = name
                world.things[thing]?.memory["name"] = .text(name)
            } else {
                user.age = chance(20) ? nil : nextThing
                world.things[thing]?.memory["age"] = .number(user.age)
            }
        } else if let post = post(thing) {
            post.title = name
            world.things[thing]?.memory["title"] = .text(name)
        } else if let category = category(thing) {
            category.name = name
            world.things[thing]?.memory["name"] = .text(name)
        } else if let country = country(thing) {
            if chance(50) {
                country.code = name
                world.things[thing]?.memory["code"] = .text(name)
            } else {
                country.aliases = [name]
                world.things[thing]?.memory["aliases"] = .text(name)
            }
        }
    }

    // MARK: Relationships

    private func isAppended(_ thing: Int) -> Bool {
        world.appended.contains { $0.child == thing || $0.owner == thing }
    }

    private func relate() {
        if chance(50) {
            guard let thing = pick(.post, .pending, .persistent), let post = post(thing),
                let other = pickParent(.user), let user = user(other), !isAppended(thing)
            else { return }
            if chance(50) {
                note("author of \(thing) is \(other)")
                post.author = ToOne(user)
                world.things[thing]?.memory["author"] = .reference(other)
            } else {
                let editor = chance(40) ? nil : other
                note("editor of \(thing) is \(editor.map(String.init) ?? "nobody")")
                post.editor = editor == nil ? nil : ToOne(user)
                world.things[thing]?.memory["editor"] = .reference(editor)
            }
        } else {
            guard let thing = pick(.category, .pending, .persistent),
                let category = category(thing), !isAppended(thing)
            else { return }
            let other = chance(40) ? nil : pickParent(.category)
            note("parent of \(thing) is \(other.map(String.init) ?? "nobody")")
            category.parent = other.flatMap { self.category($0) }.map { ToOne($0) }
            world.things[thing]?.memory["parent"] = .reference(other)
        }
    }

    private func append() {
        if chance(50) {
            guard let thing = pick(.post, .pending, .persistent), let post = post(thing),
                let owner = pickParent(.user), !isAppended(thing)
            else { return }
            note("append post \(thing) to \(owner)")
            user(owner)?.posts.append(post)
            world.appended.append((owner, thing))
        } else {
            guard let thing = pick(.category, .pending, .persistent),
                let child = category(thing), let owner = pickParent(.category), owner != thing,
                !isAppended(thing)
            else { return }
            note("append category \(thing) to \(owner)")
            category(owner)?.children.append(child)
            world.appended.append((owner, thing))
        }
    }

    // MARK: Deleting

    private func delete() {
        guard let thing = pickAny(.pending, .persistent), !isAppended(thing),
            let entity = held[thing], freeReferences(to: thing)
        else { return }
        note("delete \(thing)")
        session.remove(entity)
        if world.things[thing]?.status == .pending {
            world.things[thing] = nil
            held[thing] = nil
        } else {
            world.things[thing]?.status = .deleting
        }
    }

    /// Makes nothing point to a thing that the server would not take care of; returns whether that
    /// is possible.
    private func freeReferences(to thing: Int) -> Bool {
        let kind = world.things[thing]?.kind
        guard kind == .category || world.things[thing]?.status == .pending else { return true }
        let pointing = world.things.filter { key, other in
            key != thing && other.status != .gone
                && ["parent", "author", "editor"].contains { column in
                    other.memory[column] == .reference(thing)
                        || other.database?[column] == .reference(thing)
                        || other.row[column] == .reference(thing)
                }
        }.keys.sorted()
        guard pointing.allSatisfy({ category($0) != nil && !isAppended($0) }),
            pointing.allSatisfy({ world.things[$0]?.status != .deleting })
        else { return false }
        for key in pointing where world.things[key]?.memory["parent"] == .reference(thing) {
            category(key)?.parent = nil
            world.things[key]?.memory["parent"] = .reference(nil)
        }
        return pointing.allSatisfy {
            world.things[$0]?.database?["parent"] != .reference(thing)
                || world.things[$0]?.changed.contains("parent") == true
        }
    }

    private func callOff() {
        guard let thing = pickAny(.deleting), let entity = held[thing] else { return }
        note("call off the deletion of \(thing)")
        session.insert(entity)
        world.things[thing]?.status = .persistent
    }

    // MARK: Reading

    private func flush() async throws {
        note("flush")
        try await session.flush()
        worldFlushed()
    }

    /// The model flushes, and the keys of new rows become known.
    private func worldFlushed() {
        world.flush()
        learnKeys()
    }

    private func learnKeys() {
        for (thing, model) in world.things where model.database != nil {
            if case .text(let code)? = model.database?["code"] {
                keys[thing] = .text(code)
            } else if let entity = held[thing] {
                keys[thing] = Self.key(of: entity)
            }
        }
    }

    private static func key(of entity: any Entity) -> Key? {
        if let key = (entity as? Country)?.code { return .text(key) }
        return (entity.key as? Int).map { .number($0) }
    }

    /// A thing whose changes may be given up: something that is to be deleted may rely on them.
    private func pickReadable() -> Int? {
        guard let thing = pickAny(.persistent), !isAppended(thing),
            world.things[thing]?.changed.contains(where: World.isReference) == false
        else { return nil }
        return thing
    }

    private func refresh() async throws {
        guard let thing = pickReadable(), let entity = held[thing] else { return }
        if let user = user(thing), chance(50) {
            note("refresh age of \(thing)")
            try await session.refresh(user, \.age)
            world.things[thing]?.reload("age")
        } else {
            note("refresh \(thing)")
            try await session.reread(entity)
            world.things[thing]?.reload()
        }
    }

    private func expire() throws {
        guard let thing = pickReadable(), let entity = held[thing] else { return }
        if let user = user(thing), chance(50) {
            note("expire age of \(thing)")
            try session.expire(user, \.age)
            world.things[thing]?.expire("age")
        } else {
            note("expire \(thing)")
            try session.forget(entity)
            world.things[thing]?.expire()
        }
    }

    /// Gets an instance by its key, held or not.
    private func get() async throws {
        let known = world.things.filter { $0.value.status == .persistent }.keys.sorted()
        guard let thing = known.randomElement(using: &random) else { return }
        try await find(thing)
    }

    private func find(_ thing: Int) async throws {
        // A key that was changed by somebody who let go is not the row's yet.
        if held[thing] == nil { try await flush() }
        guard let model = world.things[thing], model.status == .persistent, let key = keys[thing]
        else { return }
        note("find \(thing)")
        if let entity = held[thing] {
            // A key that was changed and not flushed is not the row's.
            guard Self.key(of: entity) == key else { return }
            let isExpired = !model.expired.isEmpty
            let found = try await load(model.kind, key, byQuery: false)
            try require(found === entity, "\(thing) keeps its identity")
            if isExpired {
                worldFlushed()
                world.things[thing]?.meet()
            }
        } else {
            let found = try await load(model.kind, key, byQuery: true)
            worldFlushed()
            guard world.things[thing]?.status == .persistent else { return }
            try require(found != nil, "\(thing) is found")
            held[thing] = found
            loaded.insert(thing)
            world.things[thing]?.reload()
        }
    }

    private func load(
        _ kind: World.Kind, _ key: Key, byQuery: Bool
    ) async throws -> (any Entity)? {
        switch (kind, key) {
        case (.user, .number(let id)):
            byQuery
                ? try await session.first(User.where { $0.id == id })
                : try await session.get(User.self, id)
        case (.post, .number(let id)):
            byQuery
                ? try await session.first(Post.where { $0.id == id })
                : try await session.get(Post.self, id)
        case (.category, .number(let id)):
            byQuery
                ? try await session.first(ORMTestSupport.Category.where { $0.id == id })
                : try await session.get(ORMTestSupport.Category.self, id)
        case (.country, .text(let code)):
            byQuery
                ? try await session.first(Country.where { $0.code == code })
                : try await session.get(Country.self, code)
        default: nil
        }
    }

    private func fetchAll() async throws {
        note("fetch all users and posts")
        let users = try await session.fetch(User.all)
        worldFlushed()
        let posts = try await session.fetch(Post.all)
        let isThere: (World.Thing) -> Bool = { $0.database != nil }
        try require(
            Set(users.map { Key.number($0.id) })
                == Set(world.things(.user, where: isThere).compactMap { keys[$0] }), "all users")
        try require(
            Set(posts.map { Key.number($0.id) })
                == Set(world.things(.post, where: isThere).compactMap { keys[$0] }), "all posts")
        for thing in world.things(.user) + world.things(.post) { world.things[thing]?.meet() }
        if let thing = pick(.user, .persistent), let user = user(thing) {
            try await session.load(\.posts, of: user)
            let expected = world.things(.post) {
                $0.database?["author"] == .reference(thing)
            }
            try require(
                Set(try user.posts.all.map { Key.number($0.id) })
                    == Set(expected.compactMap { keys[$0] }), "posts of \(thing)")
        }
    }

    // MARK: Instances that come and go

    private func merge() async throws {
        let known = world.things.filter {
            $0.value.status == .persistent && [.user, .category].contains($0.value.kind)
        }.keys.sorted()
        guard let thing = known.randomElement(using: &random), !isAppended(thing),
            case .number(let id)? = keys[thing], let kind = world.things[thing]?.kind
        else { return }
        let name = newName()
        // The session flushes first; then it knows what there is.
        try await flush()
        guard world.things[thing]?.status == .persistent else { return }
        let isKnown = held[thing] != nil
        note("merge \(thing) as \(name)")
        if !isKnown || world.things[thing]?.expired.isEmpty == false {
            world.things[thing]?.reload()
        }
        if kind == .user {
            guard case .text(let email)? = world.things[thing]?.database?["email"] else { return }
            let twin = User(email: email, name: name, age: 7)
            twin.id = id
            // What nobody holds may be known all the same, with values of its own.
            let own = try await session.merge(twin)
            if isKnown { try require(own === held[thing], "\(thing) keeps its identity") }
            held[thing] = own
            if !isKnown { loaded.insert(thing) }
            world.things[thing]?.memory = [
                "email": .text(email), "name": .text(name), "age": .number(7),
            ]
            // The role, which the twin does not say, is read again.
            world.things[thing]?.isDisproved = true
        } else {
            let parent = world.things(.category) { $0.status == .persistent }
                .filter { keys[$0] != nil }.randomElement(using: &random)
            let twin = ORMTestSupport.Category(name: name)
            twin.id = id
            if let parent, case .number(let key)? = keys[parent] { twin.parent = ToOne(id: key) }
            let own = try await session.merge(twin)
            if isKnown { try require(own === held[thing], "\(thing) keeps its identity") }
            held[thing] = own
            if !isKnown { loaded.insert(thing) }
            world.things[thing]?.memory = ["name": .text(name), "parent": .reference(parent)]
            if let parent { note("its parent is \(parent)") }
        }
        if !isKnown { try await settle(thing) }
    }

    /// Writes and reads again what the session may have known better than the model.
    private func settle(_ thing: Int) async throws {
        try await flush()
        guard world.things[thing]?.status == .persistent, let entity = held[thing] else { return }
        try await session.reread(entity)
        world.things[thing]?.reload()
    }

    private func expunge() {
        guard let thing = pickReadable(), let entity = held[thing],
            Self.key(of: entity) == keys[thing]
        else { return }
        note("expunge \(thing)")
        session.leave(entity)
        held[thing] = nil
        for index in heldFrames.indices { heldFrames[index][thing] = nil }
        if let row = world.things[thing]?.row { world.things[thing]?.memory = row }
        world.things[thing]?.expired = [:]
    }

    /// Lets go of instances, and has the session look for those that nobody needs.
    private func drop() {
        let all = world.things.filter { $0.value.status == .persistent && keys[$0.key] != nil }
        for thing in all.keys.sorted() where chance(30) && !isAppended(thing) { held[thing] = nil }
        note("drop, holding \(held.keys.sorted())")
        session.state.map.sweep()
    }

    // MARK: Others

    /// Another transaction changes a row that this one has not written.
    private func writeElsewhere() async throws {
        let rows = world.things.filter {
            $0.value.database != nil && !world.written.contains($0.key)
                && frames[0].things[$0.key]?.database != nil && $0.value.kind != .country
        }
        guard let thing = rows.keys.sorted().randomElement(using: &random),
            case .number(let id)? = keys[thing], let kind = world.things[thing]?.kind
        else { return }
        let name = newName()
        note("elsewhere \(thing) becomes \(name)")
        let pool = try TestDatabase.pool
        switch kind {
        case .user: try await pool.query("UPDATE users SET name = \(name) WHERE id = \(id)")
        case .post: try await pool.query("UPDATE posts SET title = \(name) WHERE id = \(id)")
        default: try await pool.query("UPDATE categories SET name = \(name) WHERE id = \(id)")
        }
        let column = kind == .post ? "title" : "name"
        world.things[thing]?.database?[column] = .text(name)
        for index in frames.indices {
            frames[index].things[thing]?.database?[column] = .text(name)
        }
    }

    // MARK: Transactions

    private func savepoint(depth: Int) async throws {
        let fails = chance(50)
        note("savepoint \(depth)\(fails ? ", which will fail" : "")")
        do {
            try await session.withSavepoint {
                worldFlushed()
                frames.append(world)
                world = world.begun()
                heldFrames.append(held)
                for _ in 0..<Int.random(in: 1...6, using: &random) { try await step(depth: depth) }
                if fails { throw Stop() }
            }
            worldFlushed()
            world.release(into: frames.removeLast())
            heldFrames.removeLast()
            note("release \(depth)")
        } catch is Stop {
            note("roll back to \(depth)")
            for thing in try returnToFrame(frames.removeLast(), heldFrames.removeLast()) {
                try await find(thing)
            }
        }
        try checkInstances()
    }

    /// Returns the things that have to be found again: what came in since may show what was rolled
    /// back.
    private func returnToFrame(_ frame: World, _ heldThen: [Int: any Entity]) throws -> [Int] {
        let written = world.written
        world = world.rolledBack(to: frame)
        world.written = written
        let came = held.keys.filter { heldThen[$0] == nil && world.things[$0] != nil }.sorted()
        // Instances that were made since are transient.
        for (thing, entity) in held where world.things[thing] == nil && !loaded.contains(thing) {
            try require(!session.has(entity), "\(thing) is transient")
        }
        held = held.filter { world.things[$0.key] != nil }
        loaded = loaded.filter { world.things[$0] != nil }
        keys = keys.filter { world.things[$0.key] != nil }
        for (thing, model) in world.things {
            if case .text(let code)? = model.row["code"] { keys[thing] = .text(code) }
        }
        for thing in came { held[thing] = nil }
        return came
    }

    func end(commits: Bool) async throws {
        note(commits ? "commit" : "roll back")
        if commits {
            try await session.commit()
            worldFlushed()
            world.commit()
            held = held.filter { world.things[$0.key] != nil }
            frames = [world]
            heldFrames = [held]
        } else {
            try await session.rollback()
            let came = try returnToFrame(frames[0], heldFrames[0])
            world.written = []
            world = world.begun()
            frames = [world]
            heldFrames = [held]
            for thing in came { try await find(thing) }
        }
    }

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

    private func values(of entity: any Entity) -> [String: World.Value] {
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
    private func thing(
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

    private func check(
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

/// Random numbers that are the same in every run.
struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

extension Entity {
    fileprivate var key: (any Hashable)? { persistentID }
}

/// Calls for an instance of whatever type.
extension SessionCore {
    fileprivate func insert(_ entity: some Entity) { add(entity) }
    fileprivate func remove(_ entity: some Entity) { delete(entity) }
    fileprivate func leave(_ entity: some Entity) { expunge(entity) }
    fileprivate func has(_ entity: some Entity) -> Bool { contains(entity) }
    fileprivate func forget(_ entity: some Entity) throws { try expire(entity) }
    fileprivate func reread(_ entity: some Entity) async throws { try await refresh(entity) }
}
