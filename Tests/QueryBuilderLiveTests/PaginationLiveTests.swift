import PGTestKit
import PGWire
@testable import QueryBuilder
import Testing

@Suite("Reading by pages on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct PaginationLiveTests {
    @Test func `the first page asks for one row more and for the keys`() async throws {
        let query = UserRow.orderBy { ($0.name, $0.id) }.select { $0.name }
        let first = try query.page(2)

        expectSQL(
            first.sql,
            #"SELECT "users"."name", ARRAY["users"."name"::text, "users"."id"::text] "#
                + #"FROM "users" ORDER BY "users"."name" ASC, "users"."id" ASC LIMIT $1"#, [3])
        let page = try await first.fetch(on: TestDatabase.pool)
        #expect(page.rows == ["A", "B"])
        #expect(page.previous == nil)
        let next = try query.page(2, at: .after(#require(page.next)))
        expectSQL(
            next.sql,
            #"SELECT "users"."name", ARRAY["users"."name"::text, "users"."id"::text] "#
                + #"FROM "users" WHERE ("users"."name", "users"."id") > "#
                + #"($1::text::text, $2::text::bigint) "#
                + #"ORDER BY "users"."name" ASC, "users"."id" ASC LIMIT $3"#, ["B", "2", 3])
        let rest = try await next.fetch(on: TestDatabase.pool)
        #expect(rest.rows == ["C"])
        #expect(rest.next == nil)
        #expect(rest.previous != nil)
    }

    @Test func `directions may differ`() throws {
        let query = PostRow.orderBy { ($0.authorID.descending, $0.id) }
        let cursor = try cursor(["7", "8"], of: query)

        expectSQL(
            try query.page(1, at: .after(cursor)).sql,
            #"SELECT \#(postColumns), ARRAY["posts"."author_id"::text, "posts"."id"::text] "#
                + #"FROM "blog"."posts" WHERE "posts"."author_id" <= $1::text::bigint AND "#
                + #"("posts"."author_id" < $2::text::bigint OR "#
                + #""posts"."author_id" = $3::text::bigint AND "posts"."id" > $4::text::bigint) "#
                + #"ORDER BY "posts"."author_id" DESC, "posts"."id" ASC LIMIT $5"#,
            ["7", "7", "7", "8", 2])
    }

    @Test(arguments: [true, false], [true, false])
    func `every row comes once, in order, forward and backward, whatever NULLs do`(
        _ isDescending: Bool, _ hasNullsFirst: Bool
    ) async throws {
        let pool = try TestDatabase.pool
        let ages: [Int?] = [nil, 1, 1, 2, nil, 3, 3, 3, nil, 2]
        try await UserRow.insert(columns: \.email, \.name, \.age)
            .unnest(ages.enumerated().map { ("p\($0)@x.org", "P", $1) }).execute(on: pool)
        let query = UserRow.orderBy { user in
            let age = isDescending ? user.age.descending : user.age.ascending
            return (hasNullsFirst ? age.nullsFirst : age.nullsLast, user.name.descending, user.id)
        }
        let expected = try await query.fetch(on: pool).map(\.id)

        for size in [1, 2, 3, 5, 13, 50] {
            var forward: [Int] = []
            var position: PagePosition? = .first
            while let current = position {
                let page = try await query.page(size, at: current).fetch(on: pool)
                forward += page.rows.map(\.id)
                position = page.next.map { .after($0) }
            }
            var backward: [Int] = []
            position = .last
            while let current = position {
                let page = try await query.page(size, at: current).fetch(on: pool)
                backward = page.rows.map(\.id) + backward
                position = page.previous.map { .before($0) }
            }
            #expect(forward == expected)
            #expect(backward == expected)
        }
    }

    @Test func `going on and back again ends on the same page`() async throws {
        let pool = try TestDatabase.pool
        let query = UserRow.orderBy { $0.id }

        let first = try await query.page(1).fetch(on: pool)
        let second = try await query.page(1, at: .after(#require(first.next))).fetch(on: pool)
        let again = try await query.page(1, at: .before(#require(second.previous))).fetch(on: pool)

        #expect(second.rows.map(\.id) == [2])
        #expect(again.rows.map(\.id) == [1])
        #expect(again.previous == nil)
        #expect(again.next == first.next)
    }

    @Test func `tuples, groups and joined rows are read by pages too`() async throws {
        let query = UserRow.all.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .groupBy { u, _ in (u.id, u.name) }
            .orderBy { u, _ in (u.name.descending, u.id) }
            .select { u, p in (u.name, p.id.count()) }

        let page = try await query.page(2).fetch(on: TestDatabase.pool)
        let next = try await query.page(2, at: .after(#require(page.next)))
            .fetch(on: TestDatabase.pool)

        #expect(page.rows.map(\.0) == ["C", "B"])
        #expect(next.rows.map(\.1) == [2])
    }

    @Test func `a cursor survives JSON and anything in the keys`() async throws {
        let pool = try TestDatabase.pool
        let odd = "é\"\\\u{1}\u{1F600}'; DROP TABLE users; --"
        try await UserRow.insert(UserRow.New(email: "odd@x.org", name: odd)).execute(on: pool)
        try await UserRow.insert(UserRow.New(email: "z@x.org", name: odd)).execute(on: pool)
        let query = UserRow.where { $0.name == odd }.orderBy { ($0.name, $0.id) }

        let page = try await query.page(1).fetch(on: pool)
        let cursor = try #require(page.next)
        let next = try await query.page(1, at: .after(PageCursor(rawValue: cursor.rawValue)))
            .fetch(on: pool)

        #expect(cursor.rawValue.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
        #expect(next.rows.map(\.email) == ["z@x.org"])
    }

    @Test func `a cursor of another order is refused`() throws {
        let cursor = try cursor(["1"], of: UserRow.orderBy { $0.id })

        for query in [
            UserRow.orderBy { $0.id.descending }, UserRow.orderBy { $0.age },
            UserRow.orderBy { $0.id.ascending.nullsFirst }, UserRow.as("u").orderBy { $0.id },
            UserRow.orderBy { ($0.id, $0.name) }, UserRow.orderBy { $0.id + 1 },
        ] {
            let error = #expect(throws: PGError.self) { try query.page(1, at: .after(cursor)) }
            #expect(error?.code == .invalidCursor)
            #expect(error?.message == "the cursor belongs to a query with another order")
        }
        #expect(throws: Never.self) {
            try UserRow.where { $0.id > 3 }.orderBy { $0.id }.page(1, at: .before(cursor))
        }
    }

    @Test func `a damaged cursor is refused, wherever it is`() throws {
        let query = UserRow.orderBy { ($0.age, $0.id) }
        let good = try cursor([nil, "1"], of: query).rawValue
        var bad = ["", "a", "not a cursor", String(good.dropLast()), good + "AAAA", "\0", "ü"]
        for index in good.indices {
            var letters = Array(good)
            let place = good.distance(from: good.startIndex, to: index)
            letters[place] = letters[place] == "A" ? "B" : "A"
            bad.append(String(letters))
        }

        for text in bad {
            let error = #expect(throws: PGError.self) {
                try query.page(1, at: .after(PageCursor(rawValue: text)))
            }
            #expect(error?.code == .invalidCursor, "\(text)")
        }
        // NULL where no NULL can be, and the wrong number of keys.
        for values: [String?] in [["1", nil], ["1"], ["1", "2", "3"], []] {
            let forged = PageCursor(values, orderMark: try query.page(1).orderMark)
            let error = #expect(throws: PGError.self) {
                try query.page(1, at: .after(forged))
            }
            #expect(error?.code == .invalidCursor)
        }
    }

    @Test func `a forged value is the server's error`() async throws {
        let query = UserRow.orderBy { $0.id }
        let forged = try cursor(["1; DROP TABLE users"], of: query)

        let error = await #expect(throws: PGError.self) {
            try await query.page(1, at: .after(forged)).fetch(on: TestDatabase.pool)
        }

        #expect(error?.sqlState == .invalidTextRepresentation)
        #expect(error?.location?.fileID == #fileID)
    }

    @Test func `a query that has no pages says why`() throws {
        let label = Label<Int>("n")
        let union = UserRow.select { $0.id }.union(PostRow.select { $0.id })
        let errors = [
            #expect(throws: PGError.self) { try UserRow.all.page(1) },
            #expect(throws: PGError.self) { try UserRow.orderBy { $0.id }.page(0) },
            #expect(throws: PGError.self) { try UserRow.orderBy { $0.id }.limit(3).page(1) },
            #expect(throws: PGError.self) { try UserRow.orderBy { _ in label }.page(1) },
            #expect(throws: PGError.self) {
                try UserRow.orderBy { $0.id.ordered(using: .less) }.page(1)
            },
            #expect(throws: PGError.self) { try union.orderBy { $0.columns.ascending }.page(1) },
        ]

        #expect(errors.map { $0?.code } == Array(repeating: .notPageable, count: 6))
        #expect(errors.allSatisfy { $0?.hint != nil })
    }

    private func cursor(
        _ values: [String?], of query: From1<UserRow.Columns>
    ) throws -> PageCursor {
        PageCursor(values, orderMark: try query.page(1).orderMark)
    }

    private func cursor(
        _ values: [String?], of query: From1<PostRow.Columns>
    ) throws -> PageCursor {
        PageCursor(values, orderMark: try query.page(1).orderMark)
    }
}
