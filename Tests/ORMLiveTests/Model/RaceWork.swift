import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

/// Random work on rows with a version, while another connection changes and deletes them.
///
/// The model says when a flush finds that it lost a race; then the transaction, or the savepoint, is
/// rolled back, and everything is as it was before.
final class RaceWork<E: VersionedRow> {
    struct Stop: Error {}

    let session: RecordingSession
    var random: Xorshift
    private var race = Race()
    private var frames: [Race] = []
    private var held: [String: E] = [:]
    private var heldFrames: [[String: E]] = []
    private var nextLabel = 0
    /// How many races were lost.
    private(set) var losses = 0
    private(set) var log: [String] = []

    init(_ session: RecordingSession, seed: UInt64) {
        self.session = session
        random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        (frames, heldFrames) = ([race], [held])
    }

    func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private func note(_ text: String) { log.append(text) }

    private func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw GraphWork.Difference(what: what()) }
    }

    private func pick(_ status: Race.Status) -> (String, E)? {
        held.filter { race.instances[$0.key]?.status == status }
            .sorted { $0.key < $1.key }.randomElement(using: &random).map { ($0.key, $0.value) }
    }

    private func number() -> Int {
        nextLabel += 1
        return nextLabel
    }

    // MARK: One step

    func step(depth: Int) async throws {
        switch Int.random(in: 0..<30, using: &random) {
        case 0..<4: add()
        case 4..<11: change()
        case 11, 12: delete()
        case 13: callOff()
        case 14..<18: try await writeElsewhere()
        case 18: try await deleteElsewhere()
        case 19, 20: try await flush()
        case 21, 22: try await fetch()
        case 23, 24: try await refresh()
        case 25: try expire()
        default: if depth < 3 { try await savepoint(depth: depth + 1) }
        }
    }

    private func add() {
        let label = "n\(number())"
        note("add \(label)")
        let row = E(title: label, rank: nextLabel)
        session.add(row)
        held[label] = row
        race.instances[label] = Race.Instance(status: .pending, rank: nextLabel)
    }

    private func change() {
        guard let (label, row) = pick(.persistent) else { return }
        row.rank = number()
        note("\(label) becomes \(nextLabel)")
        race.instances[label]?.rank = nextLabel
    }

    private func delete() {
        guard let (label, row) = pick(.persistent) else { return }
        note("delete \(label)")
        session.delete(row)
        race.instances[label]?.status = .deleting
    }

    private func callOff() {
        guard let (label, row) = pick(.deleting) else { return }
        note("call off the deletion of \(label)")
        session.add(row)
        race.instances[label]?.status = .persistent
    }

    // MARK: Others

    /// A row that this transaction has not written: nobody has to wait.
    private func free() -> String? {
        race.committed.keys.filter { race.own[$0] == nil }.sorted().randomElement(using: &random)
    }

    private func writeElsewhere() async throws {
        guard let label = free() else { return }
        let rank = number()
        note("elsewhere \(label) becomes \(rank)")
        try await write(rank, to: label, in: E.tableName)
        race.committed[label] = Race.Row(rank: rank, version: race.newVersion())
    }

    private func deleteElsewhere() async throws {
        guard let label = free() else { return }
        note("elsewhere \(label) is deleted")
        try await TestDatabase.pool.query(
            "DELETE FROM \(raw: E.tableName) WHERE title = \(label)")
        race.committed[label] = nil
    }

    // MARK: Flushing

    private func flush() async throws {
        note("flush")
        try await predicting { try await session.flush() }
        race.flush()
        try checkInstances()
    }

    /// Runs what flushes first, and throws on what the model says it throws.
    private func predicting(_ body: () async throws -> Void) async throws {
        let stale = race.stale
        do {
            try await body()
        } catch let error as PGError where error.code == .staleData {
            note("which lost")
            losses += 1
            let names = stale.compactMap { held[$0]?.persistentID }.map { "\(E.self) \($0)" }
            try require(
                names.contains { error.message.contains($0) },
                "stale are \(names), and the error says: \(error.message)")
            throw error
        }
        try require(stale.isEmpty, "a flush does not notice that \(stale) are stale")
    }

    // MARK: Reading

    private func fetch() async throws {
        note("fetch")
        try await predicting { try await session.flush() }
        race.flush()
        let rows = try await session.fetch(E.all)
        for row in rows where held[row.title] == nil {
            held[row.title] = row
            let seen = race.row(row.title)
            race.instances[row.title] = Race.Instance(
                status: .persistent, rank: seen?.rank, seen: seen)
        }
        for label in race.instances.keys { race.meet(label) }
        try checkInstances()
    }

    private func refresh() async throws {
        guard let (label, row) = pick(.persistent) else { return }
        note("refresh \(label)")
        do {
            try await session.refresh(row)
            try require(race.row(label) != nil, "\(label) is not there")
            race.giveUp(label)
            race.meet(label)
        } catch let error as PGError where error.code == .staleData {
            try require(race.row(label) == nil, "\(label) is there")
            note("which has gone")
        }
        try checkInstances()
    }

    private func expire() throws {
        guard let (label, row) = pick(.persistent) else { return }
        note("expire \(label)")
        try session.expire(row)
        race.giveUp(label)
    }

    // MARK: Transactions

    private func savepoint(depth: Int) async throws {
        note("savepoint \(depth)")
        try await flush()
        let (frame, heldFrame) = (race, held)
        do {
            try await session.withSavepoint {
                for _ in 0..<Int.random(in: 1...7, using: &random) { try await step(depth: depth) }
                if chance(40) { throw Stop() }
                try await flush()
            }
            note("release \(depth)")
        } catch let error where error is Stop || (error as? PGError)?.code == .staleData {
            note("roll back to \(depth)")
            returnTo(frame, heldFrame)
        }
        try checkInstances()
    }

    private func returnTo(_ frame: Race, _ heldThen: [String: E]) {
        race.rollBack(to: frame)
        for (label, row) in held where heldThen[label] !== row {
            // What was read meanwhile is read again when it is wanted.
            session.expunge(row)
        }
        held = heldThen
    }

    func end(commits: Bool) async throws {
        do {
            note(commits ? "commit" : "roll back")
            guard commits else { throw Stop() }
            try await predicting { try await session.commit() }
            race.commit()
        } catch let error where error is Stop || (error as? PGError)?.code == .staleData {
            try await session.rollback()
            returnTo(frames[0], heldFrames[0])
        }
        try await begin()
        try await checkRows()
    }

    /// Ends a transaction in which a race was lost.
    func lose() async throws {
        note("roll back after that")
        try await session.rollback()
        returnTo(frames[0], heldFrames[0])
        try checkInstances()
        try await begin()
        try await checkRows()
    }

    /// Lets go of what others deleted, and sometimes reads all the rest again.
    private func begin() async throws {
        held = held.filter { race.instances[$0.key] != nil }
        try checkInstances()
        for (label, row) in held where race.committed[label] == nil {
            session.expunge(row)
            held[label] = nil
            race.instances[label] = nil
        }
        (frames, heldFrames) = ([race], [held])
        if chance(60) {
            note("refresh everything")
            try await session.refresh(contentsOf: Array(held.values))
            for label in held.keys { race.meet(label) }
        }
        try checkInstances()
    }

    // MARK: Comparing

    private func checkInstances() throws {
        for (label, instance) in race.instances {
            let actual = held[label]?.rank
            try require(
                actual == instance.rank,
                "\(label) is \(actual.debugDescription), should be \(instance)")
        }
    }

    private func checkRows() async throws {
        let rows = try await TestDatabase.pool.query("SELECT title, rank FROM \(raw: E.tableName)")
            .decode(String.self, Int?.self)
        var found: [String: Int?] = [:]
        for (title, rank) in rows { found[title] = .some(rank) }
        let expected = race.committed.mapValues(\.rank)
        try require(found == expected, "the rows are \(found), should be \(expected)")
    }
}
