import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Sandboxes", .sharedDatabase(.writes), .timeLimit(.minutes(1)))
struct SandboxTests {
    /// All tests share one database, and each begins with an empty table.
    @Test(arguments: 1...4)
    func `commits are seen inside and never outside`(number: Int) async throws {
        let database = Database(try TestDatabase.pool)
        try await database.withSandbox { sandbox in
            let id = try await sandbox.withSession { session in
                #expect(try await session.count(Note.all) == 0)
                let note = Note(title: "\(number)")
                session.add(note)
                try await session.commit()
                note.title += "!"
                try await session.commit()
                return note.id
            }
            let title = try await sandbox.withSession { session in
                try await session.get(Note.self, id)?.title
            }
            #expect(title == "\(number)!")
            let outside = try await database.withSession { try await $0.count(Note.all) }
            #expect(outside == 0)
        }
        let afterwards = try await database.withSession { try await $0.count(Note.all) }
        #expect(afterwards == 0)
    }

    @Test func `rollbacks and failures undo what they do elsewhere`() async throws {
        let database = Database(try TestDatabase.pool)
        try await database.withSandbox { sandbox in
            try await sandbox.withSession { session in
                session.add(Note(title: "kept"))
                try await session.commit()
                session.add(Note(title: "undone"))
                try await session.flush()
                try await session.rollback()
                session.add(Note(title: "left"))
                try await session.flush()
            }
            try await sandbox.withSession { session in
                _ = try? await session.query("SELECT 1/0")
                let error = await #expect(throws: PGError.self) { try await session.commit() }
                #expect(error?.code == .transactionRolledBack)
                try await session.rollback()
                try await session.withSavepoint { session.add(Note(title: "more")) }
                try await session.commit()
            }
            let titles = try await sandbox.withSession { session in
                try await session.fetch(Note.orderBy { $0.title.ascending }).map(\.title)
            }
            #expect(titles == ["kept", "more"])
        }
    }

    @Test func `sessions take turns`() async throws {
        try await Database(try TestDatabase.pool).withSandbox { sandbox in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await sandbox.withSession { session in
                            session.add(Note(title: "\(number)"))
                            try await session.flush()
                            try await session.commit()
                        }
                    }
                }
                try await group.waitForAll()
            }
            let count = try await sandbox.withSession { try await $0.count(Note.all) }
            #expect(count == 8)
        }
    }

    @Test func `a session does not wait forever for its turn`() async throws {
        let database = Database(try TestDatabase.pool)
        try await database.withSandbox(patience: .milliseconds(1)) { sandbox in
            try await sandbox.withSession { first in
                _ = try await first.count(Note.all)
                let error = await #expect(throws: PGError.self) {
                    _ = try await sandbox.withSession { try await $0.count(Note.all) }
                }
                #expect(error?.code == .poolTimeout)
            }
        }
    }

    @Test func `a cancelled task stops waiting for its turn`() async throws {
        let database = Database(try TestDatabase.pool)
        try await database.withSandbox(patience: .seconds(60)) { sandbox in
            try await sandbox.withSession { first in
                _ = try await first.count(Note.all)
                let second = Task {
                    try await sandbox.withSession { try await $0.count(Note.all) }
                }
                second.cancel()
                let error = await #expect(throws: PGError.self) { _ = try await second.value }
                #expect(error?.code == .cancelled)
            }
            let count = try await sandbox.withSession { try await $0.count(Note.all) }
            #expect(count == 0)
        }
    }

    @Test func `an error leaves nothing behind either`() async throws {
        struct Stop: Error {}
        let database = Database(try TestDatabase.pool)
        await #expect(throws: Stop.self) {
            try await database.withSandbox { sandbox in
                try await sandbox.withSession { session in
                    session.add(Note(title: "a"))
                    try await session.commit()
                }
                throw Stop()
            }
        }
        let count = try await database.withSession { try await $0.count(Note.all) }
        #expect(count == 0)
    }
}
