import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

/// Random work on related entities, and on a model of them.
///
/// The two sides of a relationship agree when a flush has written it. So nothing that has been
/// changed is changed again, from this side or the other, before there was a flush.
final class GraphWork {
    struct Difference: Error {
        let what: String
    }

    /// What a savepoint is left with.
    struct Stop: Error {}

    struct Frame {
        var graph: Graph
        var objects: GraphObjects
        /// The instances whose references were at hand.
        var referring: Set<ObjectIdentifier>
    }

    let session: RecordingSession
    var random: Xorshift
    var graph: Graph
    var objects = GraphObjects()
    var frames: [Frame] = []
    /// What was changed since the last flush.
    private var touched: Set<String> = []
    private var nextLabel: Int
    private(set) var log: [String] = []

    init(_ session: RecordingSession, _ graph: Graph, seed: UInt64, firstLabel: Int) {
        self.session = session
        self.graph = graph
        random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        nextLabel = firstLabel
    }

    // MARK: Choosing

    func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    func newLabel(_ letter: String) -> String {
        nextLabel += 1
        return "\(letter)\(nextLabel)"
    }

    func newNumber() -> Int {
        nextLabel += 1
        return nextLabel
    }

    /// One of the labels, of what is held and in the model.
    func pick<Value>(_ held: [String: Value]) -> (String, Value)? {
        held.sorted { $0.key < $1.key }.randomElement(using: &random).map { ($0.key, $0.value) }
    }

    func note(_ text: String) { log.append(text) }

    func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Difference(what: what()) }
    }

    /// Flushes first if something of this was changed since the last flush.
    func touch(_ labels: String...) async throws { try await touch(labels) }

    func touch(_ labels: [String]) async throws {
        if !touched.isDisjoint(with: labels) { try await flush() }
        touched.formUnion(labels)
    }

    // MARK: One step

    func step(depth: Int) async throws {
        switch Int.random(in: 0..<54, using: &random) {
        case 0..<4: add()
        case 4..<6: try await addFamily()
        case 6..<11: try await join()
        case 11, 12: try await befriend()
        case 13, 14: try await replaceGroups()
        case 15...17: try await addArticle()
        case 18...20: try await moveArticle()
        case 21: try await takeOutArticle()
        case 22: try await replaceArticles()
        case 23...25: try await addTagging()
        case 26...28: try await changeTagging()
        case 29...31: try await setProfile()
        case 32, 33: try await setBadge()
        case 34, 35: try await delete()
        case 36: try await deleteTag()
        case 37, 38: try await callOff()
        case 39, 40: try await merge()
        case 41...43: try await load()
        case 44: try await readAgain()
        case 45: try await sweep()
        case 46, 47: try await flush()
        case 48, 49: try await mergeFamily()
        default: if depth < 3 { try await savepoint(depth: depth + 1) }
        }
    }

    func flush() async throws {
        note("flush")
        try await session.flush()
        touched = []
        try require(!session.isDirty, "nothing is left to flush")
        try checkInstances()
        if chance(15) { try await checkRows(on: session) }
    }

    // MARK: Transactions

    private func savepoint(depth: Int) async throws {
        let fails = chance(50)
        try await flush()
        note("savepoint \(depth)\(fails ? ", which will fail" : "")")
        frames.append(frame())
        do {
            try await session.withSavepoint {
                for _ in 0..<Int.random(in: 1...8, using: &random) { try await step(depth: depth) }
                // What is thrown before the flush was never written.
                if !fails || chance(70) { try await flush() }
                if fails { throw Stop() }
            }
            frames.removeLast()
            note("release \(depth)")
        } catch is Stop {
            note("roll back to \(depth)")
            try await returnTo(frames.removeLast())
        }
        try await flush()
    }

    /// Does what the server refuses, and returns to what was before.
    func refused(_ what: String, _ body: () -> Void) async throws {
        try await flush()
        note("\(what), which the server refuses")
        let frame = frame()
        do {
            try await session.withSavepoint {
                body()
                try await session.flush()
            }
            throw Difference(what: "\(what) was not refused")
        } catch let error as PGError where error.sqlState != nil {
            try await returnTo(frame)
        }
    }

    private func frame() -> Frame {
        Frame(graph: graph, objects: objects, referring: referring)
    }

    private func returnTo(_ frame: Frame) async throws {
        let present = objects
        (graph, objects, touched) = (frame.graph, frame.objects, [])
        objects.merge(present.kept(in: graph))
        try checkReferences(frame.referring)
        // What came in meanwhile may show what was rolled back, until its row is met again.
        let known = Set(frame.objects.all.map { ObjectIdentifier($0) })
        for entity in objects.all where !known.contains(ObjectIdentifier(entity)) {
            try await session.reread(entity)
        }
        try checkInstances()
    }

    func begin() async throws {
        try await loadSome()
        frames = [frame()]
        try checkInstances()
    }

    func end(commits: Bool) async throws {
        note(commits ? "commit" : "roll back")
        if commits {
            try await session.commit()
            touched = []
            try checkInstances()
        } else {
            try await session.rollback()
            try await returnTo(frames[0])
        }
        objects = objects.kept(in: graph)
        frames = [frame()]
        try await checkRows(on: try TestDatabase.pool)
    }
}
