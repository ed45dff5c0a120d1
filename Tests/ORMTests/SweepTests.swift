import ORMTestSupport
import PGCore
import Testing

@testable import ORM

@Suite("What a session lets go of")
struct SweepTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT"), statement.text.contains(#"FROM "users""#)
            else { return nil }
            let first = Int(statement.parameters.first?.textRepresentation ?? "") ?? 0
            let rows = (first..<first + 500).map { number -> [String?] in
                ["\(number)", "\(number)@x.org", "U", nil, "member"]
            }
            return ScriptedRows(columns: ["id", "email", "name", "age", "role"], rows)
        }
    }

    /// The page of 500 users that begins with a key.
    private func page(_ first: Int) async throws -> [User] {
        try await session.fetch(User.where { $0.id >= first }.limit(500))
    }

    @Test func `a table that is read in pages does not stay in memory`() async throws {
        var largest = 0
        for number in 0..<40 {
            #expect(try await page(number * 500).count == 500)
            largest = max(largest, session.instanceCount)
        }
        #expect(largest <= 2_500)

        try await session.commit()
        #expect(session.instanceCount == 0)
    }

    @Test func `what is in use keeps its identity`() async throws {
        let kept = try await page(0)[7]
        for number in 1..<20 { _ = try await page(number * 500) }
        try await session.commit()

        #expect(session.instanceCount == 1)
        #expect(try await page(0)[7] === kept)
    }

    @Test func `a changed instance that nobody holds is still written`() async throws {
        try await page(0)[3].name = "changed"
        for number in 1..<10 { _ = try await page(number * 500) }

        try await session.commit()

        let updates = source.log.filter { $0.hasPrefix("UPDATE") }
        #expect(updates == [#"UPDATE "users" SET "name" = $1 WHERE "id" = $2"#])
    }

    @Test func `a change is kept while nothing flushes it`() async throws {
        let session = SessionCore(
            source, configuration: SessionConfiguration(autoflush: false))
        func fetch(_ first: Int) async throws -> [User] {
            try await session.fetch(User.where { $0.id >= first }.limit(500))
        }
        try await fetch(0)[3].name = "changed"
        for number in 1..<10 { _ = try await fetch(number * 500) }
        #expect(session.instanceCount < 4_000)

        #expect(try session.plan().description == "UPDATE users (name): 1 row")
    }

    @Test func `what was flushed stays until the transaction ends`() async throws {
        try await page(0)[3].name = "changed"
        try await session.flush()
        for number in 1..<10 { _ = try await page(number * 500) }

        try await session.rollback()

        let user = try #require(session.state.map.knownTable(User.self)?.byKey[3]?.entity)
        #expect(user.name == "U")
    }

    @Test func `a strong map keeps everything`() async throws {
        let session = SessionCore(
            source, configuration: SessionConfiguration(identity: .strong))
        for number in 0..<4 {
            _ = try await session.fetch(User.where { $0.id >= number * 500 }.limit(500))
        }
        try await session.commit()
        #expect(session.instanceCount == 2_000)
    }

    // MARK: Relationships

    /// A family that the session stands for, of which the caller keeps what it likes.
    private func family() async throws -> (user: User, posts: [Post]) {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.flush()
        source.answer { (statement) throws(PGError) in
            statement.text.contains(#"FROM "posts""#)
                ? ScriptedRows(
                    columns: ["id", "title", "author_id", "editor_id"],
                    (1...3).map { ["\($0)", "t", "1", nil] })
                : nil
        }
        try await session.load(\.posts, of: user)
        return (user, try user.posts.all)
    }

    private func commitAndSweep() async throws {
        try await session.commit()
        session.state.map.sweep()
    }

    @Test func `a family that nobody holds goes together`() async throws {
        _ = try await family()
        try await commitAndSweep()
        #expect(session.instanceCount == 0)
    }

    @Test func `the parent keeps its children`() async throws {
        let user = try await family().user

        try await commitAndSweep()

        #expect(session.instanceCount == 4)
        #expect(try user.posts.all.map(\.id) == [1, 2, 3])
        #expect(try user.posts.all[0].author.value === user)
    }

    @Test func `a child keeps the parent that it could read before`() async throws {
        let post = try await family().posts[1]

        try await commitAndSweep()

        #expect(session.instanceCount == 4)
        #expect(try post.author.value.name == "A")
        #expect(try post.author.value.posts.all[1] === post)
    }

    @Test func `a reference to one is kept with what refers to it`() async throws {
        func newPost() async throws -> Post {
            let post = Post(title: "t", author: User(email: "a@x.org", name: "A"))
            session.add(post)
            try await session.flush()
            return post
        }
        let post = try await newPost()

        try await commitAndSweep()

        #expect(session.instanceCount == 2)
        #expect(try post.author.value.name == "A")
    }

    @Test func `a circle that nobody holds goes too`() async throws {
        weak var first: Category?
        func circle() async throws -> Category {
            let a = Category(name: "a")
            let b = Category(name: "b", parent: a)
            session.add(b)
            try await session.flush()
            a.parent = ToOne(b)
            return a
        }
        first = try await circle()
        #expect(first != nil)

        try await commitAndSweep()

        #expect(session.instanceCount == 0)
        #expect(first == nil)
    }

    @Test func `what was appended is kept with its owner`() async throws {
        func append() async throws {
            let (user, _) = try await family()
            try await session.commit()
            user.posts.append(Post(title: "new", author: user))
        }
        // A key that none of the rows has that were read.
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix(#"INSERT INTO "posts""#)
                ? ScriptedRows(columns: ["id"], [["7"]]) : nil
        }
        try await append()
        session.state.map.sweep()
        #expect(session.instanceCount == 4)

        try await commitAndSweep()

        #expect(source.log.filter { $0.hasPrefix(#"INSERT INTO "posts""#) }.count == 1)
        #expect(session.instanceCount == 0)
    }

    @Test func `a known target is not lost to an owner that is in use elsewhere`() async throws {
        let (user, posts) = try await family()
        let stranger = Post(title: "s", author: user)
        session.expunge(posts[0])

        try await commitAndSweep()

        #expect(session.instanceCount == 3)
        #expect(try user.posts.all.map { $0 === posts[0] } == [true, false, false])
        #expect(stranger.author.isLoaded)
    }
}

@Suite("When a sweep is worth its while")
struct SweepScheduleTests {
    @Test func `it is due when the map has doubled`() {
        var schedule = SweepSchedule()
        for _ in 0..<1_024 { schedule.noteArrival() }
        #expect(!schedule.isDue)
        schedule.noteArrival()
        #expect(schedule.isDue)
        schedule.swept(leaving: 5_000)
        for _ in 0..<6_024 { schedule.noteArrival() }
        #expect(!schedule.isDue)
        schedule.noteArrival()
        #expect(schedule.isDue)
    }

    @Test(arguments: [(10, 1), (1_000, 6), (100_000, 8)])
    func `after commits it is due now and then`(_ count: Int, _ expected: Int) {
        var schedule = SweepSchedule()
        schedule.swept(leaving: count)
        var commits = 1
        while !schedule.isDueAfterCommit(count: count) { commits += 1 }
        #expect(commits == expected)
    }

    @Test func `a commit of many new ones is followed by one`() {
        var schedule = SweepSchedule()
        schedule.swept(leaving: 10_000)
        for _ in 0..<2_500 { schedule.noteArrival() }
        let first = schedule.isDueAfterCommit(count: 12_500)
        for _ in 0..<2_500 { schedule.noteArrival() }
        let second = schedule.isDueAfterCommit(count: 15_000)

        #expect(!first)
        #expect(second)
    }
}
