import ORMTestSupport
@testable import ORM

extension WorldWork {
    // MARK: Reading

    func flush() async throws {
        note("flush")
        try await session.flush()
        worldFlushed()
    }

    /// The model flushes, and the keys of new rows become known.
    func worldFlushed() {
        world.flush()
        learnKeys()
    }

    func learnKeys() {
        for (thing, model) in world.things where model.database != nil {
            if case .text(let code)? = model.database?["code"] {
                keys[thing] = .text(code)
            } else if let entity = held[thing] {
                keys[thing] = Self.key(of: entity)
            }
        }
    }

    static func key(of entity: any Entity) -> Key? {
        if let key = (entity as? Country)?.code { return .text(key) }
        return (entity.key as? Int).map { .number($0) }
    }

    /// A thing whose changes may be given up: something that is to be deleted may rely on them.
    func pickReadable() -> Int? {
        guard let thing = pickAny(.persistent), !isAppended(thing),
            world.things[thing]?.changed.contains(where: World.isReference) == false
        else { return nil }
        return thing
    }

    func refresh() async throws {
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

    func expire() throws {
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
    func get() async throws {
        let known = world.things.filter { $0.value.status == .persistent }.keys.sorted()
        guard let thing = known.randomElement(using: &random) else { return }
        try await find(thing)
    }

    func find(_ thing: Int) async throws {
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

    func load(
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

    func fetchAll() async throws {
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

    func merge() async throws {
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
    func settle(_ thing: Int) async throws {
        try await flush()
        guard world.things[thing]?.status == .persistent, let entity = held[thing] else { return }
        try await session.reread(entity)
        world.things[thing]?.reload()
    }

    func expunge() {
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
    func drop() {
        let all = world.things.filter { $0.value.status == .persistent && keys[$0.key] != nil }
        for thing in all.keys.sorted() where chance(30) && !isAppended(thing) { held[thing] = nil }
        note("drop, holding \(held.keys.sorted())")
        session.state.map.sweep()
    }
}

extension Entity {
    fileprivate var key: (any Hashable)? { persistentID }
}

/// Calls for an instance of whatever type.
extension SessionCore {
    func insert(_ entity: some Entity) { add(entity) }
    func remove(_ entity: some Entity) { delete(entity) }
    func leave(_ entity: some Entity) { expunge(entity) }
    func has(_ entity: some Entity) -> Bool { contains(entity) }
    func forget(_ entity: some Entity) throws { try expire(entity) }
    func reread(_ entity: some Entity) async throws { try await refresh(entity) }
}
