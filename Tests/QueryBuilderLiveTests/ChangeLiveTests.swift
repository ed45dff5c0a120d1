import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("INSERT, UPDATE and DELETE on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct ChangeLiveTests {
    @Test func `inserted rows come back with what the server made`() async throws {
        let users = try await UserRow.insert(
            UserRow.New(email: "d@x.org", name: "D"),
            UserRow.New(email: "e@x.org", name: "E", age: 5)
        ).returning().fetch(on: TestDatabase.pool)
        let posts = try await PostRow.insert([
            PostRow.New(authorID: 1, title: "p", isPublished: true),
            PostRow.New(authorID: 1, title: "q"),
        ]).returning { $0.isPublished }.fetch(on: TestDatabase.pool)

        #expect(users.map(\.id) == [4, 5])
        #expect(users.map(\.age) == [nil, 5])
        #expect(posts == [true, false])
    }

    @Test func `no rows are inserted from an empty list`() async throws {
        let count = try await UserRow.insert([UserRow.New]()).execute(on: TestDatabase.pool)

        #expect(count == 0)
    }

    @Test func `conflicts do nothing, overwrite, or update`() async throws {
        let pool = try TestDatabase.pool
        let new = UserRow.New(email: "a@x.org", name: "Z", age: 1)

        let ignored = try await UserRow.insert(new).onConflictDoNothing().execute(on: pool)
        let ignoredByEmail = try await UserRow.insert(new).onConflict(\.email).doNothing()
            .execute(on: pool)
        let updated = try await UserRow.insert(new).onConflict(\.email).doUpdate {
            update, excluded in
            update.set(\.age) { $0.age + 1 }.where { $0.name != excluded.name }
        }.returning { ($0.id, $0.name, $0.age) }.fetchOne(on: pool)
        let overwritten = try await UserRow.insert(new).onConflict(\.email)
            .doUpdate(\.name, \.age).returning().fetchOne(on: pool)

        #expect(ignored == 0 && ignoredByEmail == 0)
        #expect(updated?.0 == 1 && updated?.1 == "A" && updated?.2 == 31)
        #expect(overwritten == UserRow(id: 1, email: "a@x.org", name: "Z", age: 1))
    }

    @Test func `a conflict that was not foreseen is the server's error`() async throws {
        let pool = try TestDatabase.pool

        let error = await #expect(throws: PGError.self) {
            try await UserRow.insert(UserRow.New(email: "a@x.org", name: "Z")).execute(on: pool)
        }

        #expect(error?.sqlState == .uniqueViolation)
        #expect(error?.server?.constraint == "users_email_key")
        #expect(error?.location?.fileID == #fileID)
    }

    @Test func `updates change and return rows`() async throws {
        let pool = try TestDatabase.pool
        let noName: String? = nil

        let aged = try await UserRow.update.set(\.name, to: "AA").set(\.age) { $0.age + 1 }
            .where { $0.id == 1 }.returning { ($0.name, $0.age) }.fetch(on: pool)
        let cleared = try await UserRow.update.set(\.age, to: nil).all.execute(on: pool)
        let unchanged = try await UserRow.update.set(\.name, ifLet: noName).where { $0.id == 1 }
            .execute(on: pool)

        #expect(aged.map(\.0) == ["AA"])
        #expect(aged.map(\.1) == [31])
        #expect(cleared == 3)
        #expect(unchanged == 1)
    }

    @Test func `deletes return what is gone`() async throws {
        let pool = try TestDatabase.pool

        let titles = try await PostRow.delete.where { !$0.isPublished }.returning { $0.title }
            .fetch(on: pool)
        let rest = try await PostRow.delete.all.execute(on: pool)

        #expect(titles == ["second"])
        #expect(rest == 1)
    }
}
