import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("Streams and pages on a server", .liveDatabase(.writes), .timeLimit(.minutes(1)))
struct LiveReadingTests {
    init() async throws {
        try await TestDatabase.pool.query(
            """
            INSERT INTO users (email, name, age)
            SELECT n || '@x.org', 'U' || n, n % 7 FROM generate_series(1, 95) n
            """)
        try await TestDatabase.pool.query(
            "INSERT INTO posts (title, author_id) SELECT 't', id FROM users WHERE id % 2 = 0")
    }

    @Test func `a loop changes what it reads`() async throws {
        let database = Database(try TestDatabase.pool)
        try await database.withSession { session in
            let query = User.where { $0.age < 6 }.orderBy { $0.id.ascending }.include(\.posts)
            var count = 0
            for try await user in session.stream(query, chunk: 20) {
                count += 1
                #expect(try user.posts.all.count == (user.id % 2 == 0 ? 1 : 0))
                user.name = "V"
                for post in try user.posts.all { post.title = "w" }
            }
            #expect(count == 82)
            try await session.commit()
        }
        #expect(try await committed("SELECT count(*)::text FROM users WHERE name = 'V'") == ["82"])
        #expect(
            try await committed(
                """
                SELECT count(*)::text FROM posts JOIN users ON users.id = author_id
                WHERE (title = 'w') <> (age < 6)
                """) == ["0"])
    }

    @Test func `two streams of one session do not disturb each other`() async throws {
        try await withRecordedSession { session, _ in
            var second = session.stream(User.orderBy { $0.id.descending }, chunk: 10)
                .makeAsyncIterator()
            var pairs: [Int] = []
            for try await user in session.stream(User.orderBy { $0.id.ascending }, chunk: 7) {
                guard let other = try await second.next() else { break }
                pairs.append(user.id + other.id)
            }
            #expect(pairs == Array(repeating: 96, count: 95))
        }
    }

    @Test func `snapshots of everything`() async throws {
        let names = try await Database(try TestDatabase.pool).withSession { session in
            var names: [String] = []
            for try await user in session.streamSnapshots(of: User.all, chunk: 30) {
                names.append(user.name)
            }
            return names
        }
        #expect(names.count == 95)
    }

    @Test func `a stream that is left gives the connection back`() async throws {
        try await withRecordedSession { session, _ in
            for try await _ in session.stream(User.all, chunk: 10) { break }
            for try await _ in session.stream(User.all, chunk: 10) { break }
            try await session.commit()
            #expect(try await session.count(User.all) == 95)
        }
        #expect(try await TestDatabase.pool.statistics.leased == 0)
    }

    @Test(arguments: [1, 10, 30, 95, 200])
    func `pages forward and backward see every row once`(size: Int) async throws {
        try await withRecordedSession { session, _ in
            let query = User.orderBy { ($0.age.descending, $0.id.ascending) }
            let all = try await session.fetch(query).map(\.id)
            var seen: [Int] = []
            var position = PagePosition.first
            var last: PageCursor?
            while true {
                let page = try await session.page(query, size: size, at: position)
                seen += page.entities.map(\.id)
                guard let next = page.next else {
                    last = page.previous
                    break
                }
                position = .after(next)
            }
            #expect(seen == all)
            guard let last else { return }
            let before = try await session.page(query, size: size, at: .before(last))
            #expect(before.entities.count == size)
            #expect(
                before.entities.map(\.id)
                    == Array(
                        all.dropLast(all.count % size == 0 ? size : all.count % size).suffix(size)))
        }
    }

    @Test func `existence and single entities`() async throws {
        try await withRecordedSession { session, _ in
            let exists = try await session.exists(User.where { $0.age == 3 })
            #expect(exists)
            #expect(try await !session.exists(User.where { $0.age == 33 }.forUpdate()))
            #expect(try await session.one(User.where { $0.id == 5 }).name == "U5")
            #expect(try await session.require(User.self, 7).id == 7)
        }
    }

    @Test func `violations name entity, property and instance`() async throws {
        try await withRecordedSession { session, _ in
            session.add(contentsOf: ["a", "5@x.org", "b"].map { User(email: $0, name: "N") })
            let unique = await #expect(throws: PGError.self) { try await session.flush() }
            #expect(
                unique?.constraintViolation.map(String.init(describing:))
                    == "User.email: unique, (email)=(5@x.org)")
            #expect(unique?.row == 1)
            try await session.rollback()

            let users = try await session.fetch(User.where { $0.id < 4 })
            users[1].age = -1
            let check = await #expect(throws: PGError.self) { try await session.flush() }
            #expect(check?.constraintViolation?.kind == .check)
            #expect(check?.constraintViolation?.properties == ["age"])
            try await session.rollback()

            let author = try #require(try await session.get(User.self, 1))
            let posts = (1...3).map { Post(title: "\($0)", author: author) }
            posts[2].author = ToOne(id: 999)
            session.add(contentsOf: posts)
            let foreign = await #expect(throws: PGError.self) { try await session.flush() }
            #expect(foreign?.constraintViolation?.kind == .foreignKey)
            #expect(foreign?.constraintViolation?.properties == ["author"])
            #expect(foreign?.row == 2)
        }
    }
}
