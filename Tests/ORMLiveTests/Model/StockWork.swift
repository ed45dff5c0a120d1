import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

/// Random work on entities whose deletions go on to others in every way, and on a model of them.
///
/// An archive owns racks, and the server deletes them with it. A rack owns stickers, which the session
/// deletes, and volumes lean on it, which the session makes lean on nothing.
final class StockWork {
    /// What there should be, by names.
    struct Model: Equatable {
        var archives: Set<String> = []
        /// The archive of each rack.
        var racks: [String: String] = [:]
        var volumes: [String: String?] = [:]
        var stickers: [String: String] = [:]

        mutating func remove(rack: String) {
            racks[rack] = nil
            stickers = stickers.filter { $0.value != rack }
            for (volume, own) in volumes where own == rack { volumes[volume] = .some(nil) }
        }

        mutating func remove(archive: String) {
            for (rack, own) in racks where own == archive { remove(rack: rack) }
            archives.remove(archive)
        }

        /// A rack with all that a change of it reaches.
        func family(_ rack: String) -> [String] {
            [rack] + stickers.filter { $0.value == rack }.keys
                + volumes.filter { $0.value == rack }.keys
        }
    }

    struct Objects {
        var archives: [String: Archive] = [:]
        var racks: [String: Rack] = [:]
        var volumes: [String: Volume] = [:]
        var stickers: [String: Sticker] = [:]

        func kept(in model: Model) -> Objects {
            Objects(
                archives: archives.filter { model.archives.contains($0.key) },
                racks: racks.filter { model.racks[$0.key] != nil },
                volumes: volumes.filter { model.volumes[$0.key] != nil },
                stickers: stickers.filter { model.stickers[$0.key] != nil })
        }
    }

    private struct Stop: Error {}

    let session: RecordingSession
    var random: Xorshift
    var model = Model()
    var objects = Objects()
    private var frame = (model: Model(), objects: Objects())
    private var touched: Set<String> = []
    private var nextNumber = 0
    private(set) var log: [String] = []

    init(_ session: RecordingSession, seed: UInt64) {
        self.session = session
        random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    }

    func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    func newName(_ letter: String) -> String {
        nextNumber += 1
        return "\(letter)\(nextNumber)"
    }

    func note(_ text: String) { log.append(text) }

    func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw GraphWork.Difference(what: what()) }
    }

    /// Flushes first if something of this was changed since the last flush.
    func touch(_ names: [String]) async throws {
        if !touched.isDisjoint(with: names) { try await flush() }
        touched.formUnion(names)
    }

    func flush() async throws {
        note("flush")
        try await session.flush()
        touched = []
        try require(!session.isDirty, "nothing is left to flush")
        try checkInstances()
    }

    // MARK: Transactions

    func step(depth: Int) async throws {
        switch Int.random(in: 0..<26, using: &random) {
        case 0..<8: try await add()
        case 8..<14: try await move()
        case 14...16: try await takeOut()
        case 17, 18: try await delete()
        case 19, 20: try await load()
        case 21, 22: try await flush()
        default: if depth < 3 { try await savepoint(depth: depth + 1) }
        }
    }

    private func savepoint(depth: Int) async throws {
        let fails = chance(50)
        try await flush()
        note("savepoint \(depth)\(fails ? ", which will fail" : "")")
        let (model, objects) = (model, objects)
        do {
            try await session.withSavepoint {
                for _ in 0..<Int.random(in: 1...6, using: &random) { try await step(depth: depth) }
                if fails { throw Stop() }
            }
            touched = []
            note("release \(depth)")
        } catch is Stop {
            note("roll back to \(depth)")
            (self.model, self.objects, touched) = (model, objects, [])
        }
        try checkInstances()
    }

    func end(commits: Bool) async throws {
        if commits {
            if chance(20) { try await goAway() }
            note("commit")
            try await session.commit()
            touched = []
        } else {
            note("roll back")
            try await session.rollback()
            (model, objects, touched) = (frame.model, frame.objects, [])
        }
        try checkInstances()
        try await checkRows()
        if chance(20) {
            session.expungeAll()
            try await readAll()
        }
        frame = (model, objects)
    }

    /// Takes an archive out with all that it leads to, and merges it back.
    private func goAway() async throws {
        try await flush()
        guard let archive = objects.archives.sorted(by: { $0.key < $1.key }).first?.value else {
            return
        }
        note("\(archive.name) goes away and comes back")
        session.detach(archive)
        let racks = archive.racks.loaded ?? []
        try require(!racks.contains { session.contains($0) }, "its racks are away, too")
        let own = try await session.merge(archive)
        try require(own !== archive, "another one is \(archive.name) now")
        try require(!session.isDirty, "coming back changes nothing")
        try await readAll()
    }

    /// Holds what the session has for every row.
    private func readAll() async throws {
        let archives = try await session.fetch(
            chance(50) ? Archive.include(\.racks) : Archive.all)
        let racks = try await session.fetch(
            chance(50) ? Rack.include(\.volumes).include(\.stickers) : Rack.all)
        let volumes = try await session.fetch(Volume.all)
        let stickers = try await session.fetch(Sticker.all)
        objects = Objects(
            archives: Dictionary(uniqueKeysWithValues: archives.map { ($0.name, $0) }),
            racks: Dictionary(uniqueKeysWithValues: racks.map { ($0.name, $0) }),
            volumes: Dictionary(uniqueKeysWithValues: volumes.map { ($0.name, $0) }),
            stickers: Dictionary(uniqueKeysWithValues: stickers.map { ($0.name, $0) }))
        try checkInstances()
    }
}
