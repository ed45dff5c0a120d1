import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("SELECT on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct SelectLiveTests {
    @Test func `whole rows and conditions`() async throws {
        let adults = try await UserRow.where { $0.age >= 18 && $0.email.like("%@x.org") }
            .fetch(on: TestDatabase.pool)

        #expect(adults == [UserRow(id: 1, email: "a@x.org", name: "A", age: 30)])
    }

    @Test func `a left join gives nil where there is no partner`() async throws {
        let rows = try await UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .orderBy { u, p in (u.id, p.id) }
            .fetch(on: TestDatabase.pool)
        let titles = try await UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .select { u, p in (u.name, p.title, p.note) }
            .orderBy { u, p in (u.id, p.id) }
            .limit(3)
            .fetch(on: TestDatabase.pool)

        #expect(rows.map(\.0.id) == [1, 1, 2, 3])
        #expect(rows.map { $0.1?.title } == ["first", "second", nil, nil])
        #expect(titles.map(\.1) == ["first", "second", nil])
        #expect(titles.map(\.2) == [nil, "n", nil])
    }

    @Test func `a self-join under an alias made by itself`() async throws {
        let pairs = try await UserRow.join(UserRow.self) { u, other in u.age < other.age }
            .select { u, other in (u.id, other.id) }
            .fetch(on: TestDatabase.pool)

        #expect(pairs.map(\.0) == [1])
        #expect(pairs.map(\.1) == [3])
    }

    @Test func `lists are one parameter, and empty ones match nothing`() async throws {
        let some = try await UserRow.where { $0.id.in([1, 3, 9]) }.select { $0.id }
            .orderBy { $0.id }.fetch(on: TestDatabase.pool)
        let none = try await UserRow.where { $0.id.in([]) }.fetch(on: TestDatabase.pool)
        let all = try await UserRow.where { $0.age.notIn([]) }.fetch(on: TestDatabase.pool)

        #expect(some == [1, 3])
        #expect(none.isEmpty)
        #expect(all.count == 3)
    }

    @Test func `queries are operands`() async throws {
        let authors = PostRow.select { $0.authorID }

        let writers = try await UserRow.where { $0.id.in(authors) }.fetch(on: TestDatabase.pool)
        let others = try await UserRow.where { $0.id.notIn(authors) }.select { $0.id }
            .orderBy { $0.id }.fetch(on: TestDatabase.pool)
        let published = try await UserRow.where { user in
            PostRow.where { $0.authorID == user.id && $0.isPublished }.exists
        }.fetch(on: TestDatabase.pool)

        #expect(writers.map(\.id) == [1])
        #expect(others == [2, 3])
        #expect(published.map(\.id) == [1])
    }

    @Test func `tests for NULL`() async throws {
        let unknown = try await UserRow.where { $0.age.is(nil) }.select { $0.id }
            .fetch(on: TestDatabase.pool)
        let known = try await UserRow.where { $0.age.isNot(nil) && $0.age.isNotNull }
            .select { ($0.id, $0.age.coalesce(0)) }.orderBy { $0.age.descending.nullsLast }
            .fetch(on: TestDatabase.pool)

        #expect(unknown == [2])
        #expect(known.map(\.1) == [50, 30])
    }

    @Test func `aggregates have the types the server answers with`() async throws {
        let row = try #require(
            try await UserRow.select {
                (
                    countRows(), $0.age.count(), $0.age.sum(), $0.age.avg(), $0.age.min(),
                    $0.name.max()
                )
            }.fetchOne(on: TestDatabase.pool))
        let lists = try #require(
            try await UserRow.select {
                ($0.name.arrayAgg(), $0.age.arrayAgg(), $0.name.stringAgg(separator: "-"))
            }.fetchOne(on: TestDatabase.pool))
        let narrow = try #require(
            try await UserRow.select {
                ($0.age.cast(to: Int32.self).sum(), $0.age.cast(to: Float.self).avg())
            }.fetchOne(on: TestDatabase.pool))
        let flags = try #require(
            try await PostRow.select { ($0.isPublished.boolAnd(), $0.isPublished.boolOr()) }
                .fetchOne(on: TestDatabase.pool))

        #expect(row.0 == 3 && row.1 == 2 && row.2 == 80 && row.3 == 40 && row.4 == 30)
        #expect(row.5 == "C")
        #expect(lists.0 == ["A", "B", "C"] && lists.1 == [30, nil, 50] && lists.2 == "A-B-C")
        #expect(narrow.0 == 80 && narrow.1 == 40)
        #expect(flags.0 == false && flags.1 == true)
    }

    @Test func `groups`() async throws {
        let counts = try await UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
            .groupBy { u, _ in u }
            .having { _, p in p.id.count() >= 2 }
            .select { u, p in (u, p.id.count()) }
            .fetch(on: TestDatabase.pool)

        #expect(counts.map(\.0.name) == ["A"])
        #expect(counts.map(\.1) == [2])
    }

    @Test func `fragments and bound values in the select list`() async throws {
        let row = try #require(
            try await UserRow.where { $0.id == 1 }.select { u in
                (
                    Expression<Int>("length(\(u.name)) + \(3)") * 2, Expression.value("x"),
                    u.name.concat("!"), u.id.between(0, and: 1)
                )
            }.fetchOne(on: TestDatabase.pool))

        #expect(row.0 == 8 && row.1 == "x" && row.2 == "A!" && row.3)
    }

    @Test func `the server groups operators as the tree does`() async throws {
        let u = UserRow.columns
        let twice = -(-u.id)
        let minusMinus = u.id - -u.id
        let either = u.id == 9 && (u.id == 1 || u.id == 3)
        let calculated = UserRow.where { $0.id == 3 }.select { u in
            (
                u.id - (u.id - 1), (u.id + 1) * 2, twice, minusMinus, (u.id == 3).eq(u.id == 4),
                either
            )
        }
        let row = try #require(try await calculated.fetchOne(on: TestDatabase.pool))
        let tests = try #require(
            try await UserRow.where { $0.id == 3 }.select { u in
                (
                    u.id.isNull.isNull, (u.id == 3 && u.age.isNull).isNull,
                    u.name.like("D").eq(false), !(u.id == 1 || u.id == 3),
                    (u.id == 3).in([true]), u.id.between(u.id - 1, and: u.id + 1)
                )
            }.fetchOne(on: TestDatabase.pool))

        #expect(row.0 == 1 && row.1 == 8 && row.2 == 3 && row.3 == 6 && !row.4 && !row.5)
        #expect(!tests.0 && !tests.1 && tests.2 && !tests.3 && tests.4 && tests.5)
    }
}
