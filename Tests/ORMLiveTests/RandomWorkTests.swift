import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// Random work on a session, compared with a model that copies everything.
@Suite("Random work on a server", .liveDatabase(.entities), .timeLimit(.minutes(2)))
struct RandomWorkTests {
    struct Stop: Error {}

    /// What a row should be: its name, and the category its parent is.
    private struct Row {
        let category: Category
        var name: String
        var parent: Category?
    }

    private final class Work {
        let session: RecordingSession
        fileprivate var random: Xorshift
        var rows: [Row] = []
        /// Every category ever made, to look at those that should be transient.
        var made: [Category] = []
        private var number = 0

        init(_ session: RecordingSession, seed: UInt64) {
            self.session = session
            random = Xorshift(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        }

        private func pick() -> Int? { rows.indices.randomElement(using: &random) }

        func step(depth: Int) async throws {
            number += 1
            switch Int.random(in: 0..<12, using: &random) {
            case 0...3: add()
            case 4, 5:
                guard let index = pick() else { return }
                rows[index].name = "n\(number)"
                rows[index].category.name = "n\(number)"
            case 6, 7:
                guard let index = pick() else { return }
                let parent = Bool.random(using: &random) ? pick().map { rows[$0].category } : nil
                rows[index].parent = parent
                rows[index].category.parent = parent.map { ToOne($0) }
            case 8: delete()
            case 9: try await session.flush()
            default:
                if depth < 3 { try await savepoint(depth: depth + 1) }
            }
        }

        private func add() {
            let parent = pick().map { rows[$0].category }
            let category = Category(name: "c\(number)", parent: parent)
            session.add(category)
            made.append(category)
            rows.append(Row(category: category, name: "c\(number)", parent: parent))
        }

        private func delete() {
            guard let index = pick() else { return }
            let gone = rows.remove(at: index).category
            for index in rows.indices where rows[index].parent === gone {
                rows[index].parent = nil
                rows[index].category.parent = nil
            }
            session.delete(gone)
        }

        private func savepoint(depth: Int) async throws {
            let before = rows
            let fails = Bool.random(using: &random)
            do {
                try await session.withSavepoint {
                    for _ in 0..<Int.random(in: 1...6, using: &random) {
                        try await step(depth: depth)
                    }
                    if fails { throw Stop() }
                }
            } catch is Stop {
                rows = before
            }
        }

        func checkInstances() {
            for row in rows {
                #expect(row.category.name == row.name)
                #expect(row.category.parent?.id == row.parent?.persistentID)
                #expect(session.contains(row.category))
            }
            for category in made where !rows.contains(where: { $0.category === category }) {
                #expect(!session.contains(category))
            }
        }

        func checkRows() async throws {
            let stored = try await TestDatabase.pool
                .query("SELECT id, name, parent_id FROM categories ORDER BY id")
                .decode(Int.self, String.self, Int?.self)
            let expected = rows.map { ($0.category.id, $0.name, $0.parent?.id) }
                .sorted { $0.0 < $1.0 }
            #expect(stored.map(\.0) == expected.map(\.0))
            #expect(stored.map(\.1) == expected.map(\.1))
            #expect(stored.map(\.2) == expected.map(\.2))
        }
    }

    /// A database for each group; within it one session after the other.
    @Test(arguments: 0..<8)
    func `instances and rows are what a model says`(_ group: UInt64) async throws {
        for number in 1...12 {
            try await TestDatabase.pool.query("TRUNCATE categories")
            try await withRecordedSession { session, _ in
                try await run(Work(session, seed: group * 1_000 + UInt64(number)))
            }
        }
    }

    private func run(_ work: Work) async throws {
        for _ in 0..<8 {
            let before = work.rows
            for _ in 0..<Int.random(in: 1...12, using: &work.random) {
                try await work.step(depth: 0)
            }
            if Bool.random(using: &work.random) {
                try await work.session.commit()
            } else {
                try await work.session.rollback()
                work.rows = before
            }
            work.checkInstances()
            try await work.checkRows()
        }
    }
}

/// Random numbers that are the same in every run.
private struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
