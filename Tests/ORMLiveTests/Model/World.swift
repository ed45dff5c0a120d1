/// What a session and its database should be: a model that copies everything.
///
/// A thing stands for an instance and its row. Its values exist three times: in memory, in the row
/// as the session knows it, and in the database as the session's transaction sees it.
struct World {
    enum Kind: CaseIterable {
        case user, post, category, country
    }

    enum Value: Equatable {
        case text(String)
        case number(Int?)
        /// Another thing.
        case reference(Int?)
    }

    enum Status {
        case pending, persistent, deleting
        /// The row is deleted in this transaction, or nobody has the instance.
        case gone
    }

    struct Thing {
        let kind: Kind
        var status = Status.pending
        var memory: [String: Value]
        var row: [String: Value] = [:]
        var database: [String: Value]?
        /// Columns that are not trusted, with their values when they expired.
        var expired: [String: Value] = [:]
        /// Whether the database was found to differ since the last beginning.
        var isDisproved = false

        /// The columns that a flush would write.
        var changed: [String] {
            memory.keys.filter { memory[$0] != (expired[$0] ?? row[$0]) }
        }

        /// Makes everything what the database has.
        mutating func reload() {
            guard let database else { return }
            if row != database || !expired.isEmpty { isDisproved = true }
            (memory, row, expired) = (database, database, [:])
        }

        /// Reads one column again.
        mutating func reload(_ column: String) {
            isDisproved = true
            memory[column] = database?[column]
            row[column] = database?[column]
            expired[column] = nil
        }

        mutating func expire() {
            (memory, expired) = (row, row)
        }

        mutating func expire(_ column: String) {
            for own in changed { expired[own] = nil }
            for other in expired.keys { expired[other] = memory[other] }
            expired[column] = memory[column]
        }

        /// Takes over what is not trusted, except where it was changed since.
        mutating func meet() {
            guard let database, status == .persistent else { return }
            let changed = changed
            if changed.isEmpty { return reload() }
            if !expired.isEmpty { isDisproved = true }
            for column in expired.keys where !changed.contains(column) {
                memory[column] = database[column]
                row[column] = database[column]
            }
            expired = [:]
        }
    }

    var things: [Int: Thing] = [:]
    /// Appended to a to-many relationship and not flushed.
    var appended: [(owner: Int, child: Int)] = []
    /// Rows that this transaction has written: others wait for them.
    var written: Set<Int> = []

    func things(_ kind: Kind, where isWanted: (Thing) -> Bool = { _ in true }) -> [Int] {
        things.filter { $0.value.kind == kind && isWanted($0.value) }.keys.sorted()
    }

    // MARK: Flush

    mutating func flush() {
        for (owner, child) in appended {
            let column = things[owner]?.kind == .user ? "author" : "parent"
            things[child]?.memory[column] = .reference(owner)
        }
        appended = []
        for (key, thing) in things {
            switch thing.status {
            case .pending: insert(key)
            case .persistent, .deleting: update(key)
            case .gone: break
            }
        }
        for (key, thing) in things where thing.status == .deleting { remove(key) }
    }

    private mutating func insert(_ key: Int) {
        guard var thing = things[key] else { return }
        thing.status = .persistent
        thing.database = thing.memory
        thing.row = thing.memory
        things[key] = thing
        written.insert(key)
    }

    private mutating func update(_ key: Int) {
        guard var thing = things[key], !thing.changed.isEmpty else { return }
        // Of what is about to be deleted only its references matter.
        if thing.status == .deleting, !thing.changed.contains(where: Self.isReference) { return }
        for column in thing.changed {
            thing.database?[column] = thing.memory[column]
            thing.expired[column] = nil
        }
        for column in thing.expired.keys { thing.expired[column] = thing.memory[column] }
        thing.row = thing.memory
        things[key] = thing
        written.insert(key)
    }

    static func isReference(_ column: String) -> Bool {
        column == "author" || column == "editor" || column == "parent"
    }

    private mutating func remove(_ key: Int) {
        things[key]?.status = .gone
        things[key]?.database = nil
        written.insert(key)
        for (other, var thing) in things where thing.database != nil {
            if thing.database?["author"] == .reference(key) {
                thing.status = .gone
                thing.database = nil
            } else if thing.database?["editor"] == .reference(key) {
                thing.database?["editor"] = .reference(nil)
                thing.memory["editor"] = .reference(nil)
                thing.row = thing.memory
                thing.expired["editor"] = nil
            } else {
                continue
            }
            things[other] = thing
            written.insert(other)
        }
    }

    // MARK: Beginnings and ends

    /// Returns what a savepoint goes on with.
    func begun() -> World {
        var world = self
        for key in things.keys { world.things[key]?.isDisproved = false }
        return world
    }

    /// Joins a savepoint with what was around it.
    mutating func release(into outer: World) {
        for (key, thing) in outer.things where thing.isDisproved {
            things[key]?.isDisproved = true
        }
    }

    mutating func commit() {
        flush()
        things = begun().things.filter { $0.value.status != .gone }
        written = []
    }

    /// What is left of this world after returning to an earlier one.
    func rolledBack(to earlier: World) -> World {
        var world = earlier
        for (key, thing) in earlier.things {
            world.things[key]?.memory = thing.row
            var expired = Set(thing.expired.keys)
            if let now = things[key] {
                expired.formUnion(now.isDisproved ? now.memory.keys : now.expired.keys)
            }
            world.things[key]?.expired = [:]
            for column in expired { world.things[key]?.expired[column] = thing.row[column] }
        }
        return world
    }
}
