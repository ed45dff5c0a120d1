import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

/// Random work on a session and on a model of it.
final class WorldWork {
    struct Difference: Error {
        let what: String
    }

    struct Stop: Error {}

    let session: RecordingSession
    var random: Xorshift
    var world = World()
    /// What the model was at the beginning of the transaction and of each savepoint.
    var frames = [World()]
    /// The instances that the program holds.
    var held: [Int: any Entity] = [:]
    /// Those held at the beginning of the transaction and of each savepoint.
    var heldFrames: [[Int: any Entity]] = [[:]]
    /// Those that came from their row: of a row that is rolled back the session cannot know.
    var loaded: Set<Int> = []
    /// The keys of rows, for instances that nobody holds.
    var keys: [Int: Key] = [:]
    var nextThing = 0
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

    func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    /// One of the things that the program holds.
    func pick(_ kind: World.Kind, _ status: World.Status...) -> Int? {
        world.things(kind) { status.isEmpty ? $0.status != .gone : status.contains($0.status) }
            .filter { held[$0] != nil }.randomElement(using: &random)
    }

    func pickAny(_ status: World.Status...) -> Int? {
        world.things.filter { status.contains($0.value.status) && held[$0.key] != nil }
            .keys.sorted().randomElement(using: &random)
    }

    func pickParent(_ kind: World.Kind) -> Int? { pick(kind, .pending, .persistent) }

    func user(_ thing: Int) -> User? { held[thing] as? User }
    func post(_ thing: Int) -> Post? { held[thing] as? Post }
    func category(_ thing: Int) -> ORMTestSupport.Category? {
        held[thing] as? ORMTestSupport.Category
    }
    func country(_ thing: Int) -> Country? { held[thing] as? Country }

    func newName() -> String {
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
    func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Difference(what: what()) }
    }

    func note(_ text: String) { log.append(text) }

    // MARK: Transactions

    func savepoint(depth: Int) async throws {
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
    func returnToFrame(_ frame: World, _ heldThen: [Int: any Entity]) throws -> [Int] {
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
}
