import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

extension WorldWork {
    // MARK: Adding and changing

    func enter(_ kind: World.Kind, _ entity: some Entity, _ values: [String: World.Value]) {
        nextThing += 1
        held[nextThing] = entity
        world.things[nextThing] = World.Thing(kind: kind, memory: values)
        note("add \(kind) \(nextThing)")
    }

    func add() {
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

    func change() {
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

    func isAppended(_ thing: Int) -> Bool {
        world.appended.contains { $0.child == thing || $0.owner == thing }
    }

    func relate() {
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

    func append() {
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

    func delete() {
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
    func freeReferences(to thing: Int) -> Bool {
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

    func callOff() {
        guard let thing = pickAny(.deleting), let entity = held[thing] else { return }
        note("call off the deletion of \(thing)")
        session.insert(entity)
        world.things[thing]?.status = .persistent
    }

    // MARK: Others

    /// Another transaction changes a row that this one has not written.
    func writeElsewhere() async throws {
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
}
