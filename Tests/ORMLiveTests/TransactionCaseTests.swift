import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// What a transaction undoes, keeps and shows to others, case by case.
@Suite("Transactions on a server, case by case", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct TransactionCaseTests {
    private struct Undo: Error {}

    private func undone(
        _ session: RecordingSession, _ body: () async throws -> Void
    ) async throws {
        await #expect(throws: Undo.self) {
            try await session.withSavepoint {
                try await body()
                throw Undo()
            }
        }
    }

    private func user(_ name: String, in session: RecordingSession) async throws -> User {
        let user = User(email: "\(name)@x.org", name: name)
        session.add(user)
        try await session.commit()
        return user
    }

    private func countries(
        _ codes: String..., in session: RecordingSession
    ) async throws -> [Country] {
        let countries = codes.map { Country(code: $0, aliases: []) }
        session.add(contentsOf: countries)
        try await session.commit()
        return countries
    }

    // MARK: Beginnings and ends

    @Test func `a transaction lasts from the first statement to its end`() async throws {
        try await withRecordedSession { session, _ in
            #expect(!session.isInTransaction)
            session.add(User(email: "a@x.org", name: "A"))
            #expect(!session.isInTransaction)
            try await session.flush()
            #expect(session.isInTransaction)
            try await session.withSavepoint {
                try await undone(session) { #expect(session.isInTransaction) }
                #expect(session.isInTransaction)
            }
            #expect(session.isInTransaction)
            try await session.commit()
            #expect(!session.isInTransaction)
            #expect(try await session.count(User.all) == 1)
            #expect(session.isInTransaction)
            try await session.rollback()
            #expect(!session.isInTransaction)
            try await session.rollback()
        }
    }

    @Test func `a session does not see what another has not committed`() async throws {
        try await withRecordedSession { one, _ in
            one.add(User(email: "a@x.org", name: "A"))
            try await one.flush()
            try await withRecordedSession { other, _ in
                #expect(try await other.count(User.all) == 0)
                try await other.rollback()
                try await one.commit()
                #expect(try await other.count(User.all) == 1)
            }
        }
    }

    @Test func `what another session committed is read when the row is met`() async throws {
        try await withRecordedSession { one, _ in
            let own = try await user("A", in: one)
            try await withRecordedSession { other, _ in
                let twin = try #require(try await other.get(User.self, own.id))
                twin.name = "B"
                try await other.commit()
            }
            #expect(own.name == "A")
            _ = try await one.fetch(User.all)
            #expect(own.name == "B")
        }
    }

    @Test func `what was committed is not undone by a later rollback`() async throws {
        try await withRecordedSession { session, _ in
            let kept = try await user("A", in: session)
            let gone = try await user("B", in: session)
            session.delete(gone)
            kept.name = "C"
            try await session.commit()
            let never = User(email: "n@x.org", name: "N")
            session.add(never)

            try await session.rollback()

            #expect(session.state(of: kept) == .persistent)
            #expect(session.state(of: gone) == .detached)
            #expect(session.state(of: never) == .transient)
            #expect(kept.name == "C")
        }
        #expect(try await committed("SELECT name FROM users") == ["C"])
    }

    // MARK: Savepoints

    @Test func `a deletion in a released savepoint is undone with the transaction`() async throws {
        try await withRecordedSession { session, _ in
            let user = try await user("A", in: session)
            try await session.withSavepoint { session.delete(user) }
            #expect(session.state(of: user) == .deleted)

            try await session.rollback()

            #expect(session.state(of: user) == .persistent)
            #expect(try await session.count(User.all) == 1)
        }
    }

    @Test func `changes go up with each savepoint that is released`() async throws {
        try await withRecordedSession { session, _ in
            let user = try await user("A", in: session)
            try await undone(session) {
                try await session.withSavepoint {
                    user.name = "B"
                    try await session.flush()
                }
                #expect(user.name == "B")
            }
            #expect(user.name == "A")
            #expect(!session.isDirty)
        }
    }

    @Test(arguments: [false, true])
    func `a bulk update in a savepoint is undone in the instances`(_ usesSQL: Bool) async throws {
        try await withRecordedSession { session, _ in
            let (one, other) = (
                try await user("A", in: session), try await user("B", in: session)
            )
            try await undone(session) {
                if usesSQL {
                    try await session.query("UPDATE users SET name = 'C' WHERE name = 'B'")
                    try await session.refresh(other)
                } else {
                    _ = try await session.updateAll(User.where { $0.name == "B" }) {
                        $0.set(\.name, to: "C")
                    }
                }
                #expect(other.name == "C")
            }
            #expect(one.name == "A")
            #expect(other.name == "B")
            #expect(!session.isDirty)
        }
    }

    // MARK: Keys that are taken

    @Test(arguments: [false, true])
    func `a key that is taken undoes everything, and the work goes on`(
        _ isInside: Bool
    ) async throws {
        try await withRecordedSession { session, _ in
            let owner = try await user("A", in: session)
            let post = Post(title: "t", author: owner)
            session.add(post)
            try await session.commit()
            let twin = User(email: "twin@x.org", name: "twin")
            twin.id = owner.id
            let its = Post(title: "its", author: twin)
            func work() async throws {
                owner.name = "B"
                post.title = "u"
                session.add(twin)
                session.add(its)
                try await session.flush()
            }

            if isInside {
                owner.name = "before"
                await #expect(throws: PGError.self) { try await session.withSavepoint(work) }
                #expect(owner.name == "before")
            } else {
                await #expect(throws: PGError.self) { try await work() }
                for _ in 1...3 {
                    let error = await #expect(throws: PGError.self) { try await session.commit() }
                    #expect(error?.code == .transactionRolledBack)
                }
                try await session.rollback()
                #expect(owner.name == "A")
            }

            #expect(!session.contains(twin) && !session.contains(its))
            #expect(session.contains(owner) && session.contains(post))
            #expect(post.title == "t")
            post.title = "v"
            try await session.commit()
        }
        #expect(try await committed("SELECT title FROM posts") == ["v"])
    }

    @Test(arguments: ["add", "change", "delete"])
    func `what is done after a failed flush is undone by the rollback`(
        _ what: String
    ) async throws {
        try await withRecordedSession { session, _ in
            let user = try await user("A", in: session)
            session.add(User(email: "A@x.org", name: "twin"))
            await #expect(throws: PGError.self) { try await session.flush() }
            let late = User(email: "l@x.org", name: "L")
            switch what {
            case "add": session.add(late)
            case "change": user.name = "B"
            default: session.delete(user)
            }

            try await session.rollback()

            #expect(!session.contains(late))
            #expect(user.name == "A")
            #expect(session.state(of: user) == .persistent)
            #expect(!session.isDirty)
        }
    }

    // MARK: Keys of the program's

    @Test func `a key that was deleted and taken again is taken back`() async throws {
        try await withRecordedSession { session, _ in
            let old = try await countries("a", "b", "c", in: session)
            session.delete(old[1])
            try await session.flush()
            session.add(Country(code: "b", aliases: ["new"]))
            try await session.flush()
            let taken = Country(code: "c", aliases: [])
            session.add(taken)
            await #expect(throws: PGError.self) { try await session.flush() }

            try await session.rollback()

            #expect(!session.contains(taken))
            #expect(try await session.get(Country.self, "b") === old[1])
            #expect(old[1].aliases.isEmpty)
        }
    }

    @Test func `a key that moved from one instance to another moves back`() async throws {
        try await withRecordedSession { session, _ in
            let old = try await countries("a", "b", "c", in: session)
            session.delete(old[0])
            session.delete(old[1])
            try await session.flush()
            old[2].code = "a"
            try await session.flush()
            old[2].code = "b"
            try await session.flush()
            #expect(try await session.get(Country.self, "b") === old[2])

            try await session.rollback()

            for (country, code) in zip(old, ["a", "b", "c"]) {
                #expect(country.code == code)
                #expect(session.contains(country))
                #expect(try await session.get(Country.self, code) === country)
            }
        }
    }

    @Test func `a key that changed in a savepoint is forgotten with the transaction`() async throws
    {
        try await withRecordedSession { session, _ in
            let old = try await countries("a", in: session)
            let new = Country(code: "b", aliases: [])
            try await session.withSavepoint {
                session.add(new)
                try await session.flush()
                new.code = "c"
            }
            try await session.rollback()
            #expect(session.contains(old[0]))
            #expect(!session.contains(new))
            old[0].code = "d"
            try await session.commit()
        }
        #expect(try await committed("SELECT code FROM countries") == ["d"])
    }

    @Test func `a row that was only read before a rollback can be added after it`() async throws {
        try await withRecordedSession { session, _ in
            try await session.query("INSERT INTO countries (code, aliases) VALUES ('a', '{}')")
            let read = try await session.get(Country.self, "a")
            #expect(read != nil)
            try await session.rollback()

            let new = Country(code: "a", aliases: ["new"])
            session.add(new)
            try await session.commit()

            #expect(session.state(of: new) == .persistent)
            #expect(try await session.get(Country.self, "a") === new)
            #expect(read.map { session.contains($0) } == false)
        }
    }

    @Test func `a row that came in the place of a deleted one leaves with it`() async throws {
        try await withRecordedSession { session, _ in
            let old = try await countries("a", in: session)
            session.delete(old[0])
            try await session.flush()
            try await session.query("INSERT INTO countries (code, aliases) VALUES ('a', '{}')")
            let other = try #require(try await session.get(Country.self, "a"))
            #expect(other !== old[0])

            try await session.rollback()

            #expect(session.contains(old[0]))
            #expect(!session.contains(other))
            #expect(try await session.get(Country.self, "a") === old[0])
        }
    }
}
