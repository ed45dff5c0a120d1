import QueryBuilder
import Testing

private let users = FixtureRows(
    [("id", .int8), ("email", .text), ("name", .text), ("age", .int8)],
    [["1", "a@x.org", "A", "30"], ["2", "b@x.org", "B", nil], ["3", "c@x.org", "C", "40"]])

private let titles = FixtureRows(
    [("id", .int8), ("title", .text)], [["1", "t"], ["2", nil], ["3", "v"]])

/// Named before it is returned: see ``Query``.
private func titleQuery() -> some Query<(Int, String?)> {
    let query = UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
        .select { u, p in (u.id, p.title) }
    return query
}

private func fetchWhileBlocking(_ executor: RecordingExecutor) throws(PGError) -> [UserRow] {
    try UserRow.all.fetchBlocking(on: executor)
}

@Suite("Running queries")
struct MaterialisationTests {
    @Test func `fetch reads whole rows`() async throws {
        let executor = RecordingExecutor(users)

        let rows: [UserRow] = try await UserRow.all.fetch(on: executor)

        #expect(rows.map(\.id) == [1, 2, 3])
        #expect(rows[1] == UserRow(id: 2, email: "b@x.org", name: "B", age: nil))
        #expect(executor.statements.map(\.text) == [UserRow.all.sql.text])
    }

    @Test func `every way of running works in one expression with select`() async throws {
        let executor = RecordingExecutor(
            FixtureRows([("id", .int8), ("name", .text)], [["1", "A"]]))

        let rows: [(Int, String)] = try await UserRow.select { ($0.id, $0.name) }
            .fetch(on: executor)
        let first: (Int, String)? = try await UserRow.select { ($0.id, $0.name) }
            .fetchFirst(on: executor)
        let only: (Int, String)? = try await UserRow.select { ($0.id, $0.name) }
            .fetchOne(on: executor)
        let (ids, names) = try await UserRow.select { ($0.id, $0.name) }.columns(on: executor)
        let later = try await UserRow.select { ($0.id, $0.name) }.submit(on: executor).rows
        var streamed: [String] = []
        for try await chunk in UserRow.all.select({ ($0.id, $0.name) }).stream(on: executor) {
            for (id, name) in chunk { streamed.append("\(id) \(name)") }
        }
        let deleted = try await UserRow.delete.all.returning { ($0.id, $0.name) }
            .fetch(on: executor)

        #expect(rows.map(\.1) == ["A"])
        #expect(first?.0 == 1 && only?.0 == 1)
        #expect(ids == [1] && names == ["A"])
        #expect(later.map(\.1) == ["A"])
        #expect(streamed == ["1 A"])
        #expect(deleted.map(\.0) == [1])
    }

    @Test func `fetch reads tuples`() async throws {
        let rows: [(Int, String?)] =
            try await UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .select { u, p in (u.id, p.title) }.fetch(on: RecordingExecutor(titles))

        #expect(rows.map(\.0) == [1, 2, 3])
        #expect(rows.map(\.1) == ["t", nil, "v"])
    }

    @Test func `a row without a partner is nil`() async throws {
        let rows = FixtureRows(
            [("id", .int8), ("email", .text), ("name", .text), ("age", .int8)]
                + [("id", .int8), ("author_id", .int8), ("title", .text), ("note", .text)]
                + [("is_published", .bool)],
            [
                ["1", "a", "A", nil, nil, nil, nil, nil, nil],
                ["2", "b", "B", "5", "7", "2", "t", nil, "t"],
            ])

        let pairs = try await UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .fetch(on: RecordingExecutor(rows))

        #expect(pairs.map(\.0.id) == [1, 2])
        #expect(pairs.map { $0.1?.title } == [nil, "t"])
    }

    @Test func `the first row is asked for alone`() async throws {
        let executor = RecordingExecutor(users)

        let first = try await UserRow.orderBy { $0.id }.fetchFirst(on: executor)
        let none = try await UserRow.select { $0.id }.limit(5).fetchFirst(
            on: RecordingExecutor(FixtureRows([("id", .int8)], [])))

        #expect(first?.id == 1)
        #expect(none == nil)
        #expect(executor.statements[0].text.hasSuffix(" LIMIT $1"))
    }

    @Test func `the only row is refused when there are several`() async throws {
        let one = FixtureRows([("id", .int8)], [["1"]])
        let query = UserRow.select { $0.id }

        let value = try await query.fetchOne(on: RecordingExecutor(one))
        let error = await #expect(throws: PGError.self) {
            try await UserRow.all.fetchOne(on: RecordingExecutor(users))
        }

        #expect(value == 1)
        #expect(error?.code == .rowCountMismatch)
    }

    @Test func `columns are arrays`() async throws {
        let query = UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .select { u, p in (u.id, p.title) }

        let (ids, names): ([Int], [String?]) = try await query.columns(
            on: RecordingExecutor(titles))

        #expect(ids == [1, 2, 3])
        #expect(names == ["t", nil, "v"])
    }

    @Test func `a stream yields chunks`() async throws {
        let executor = RecordingExecutor(users)
        var sizes: [Int] = []
        var last: UserRow?

        for try await chunk in UserRow.all.stream(on: executor, chunk: 2) {
            sizes.append(chunk.count)
            last = chunk.last
        }

        #expect(sizes == [2, 1])
        #expect(last?.id == 3)
        #expect(executor.statements.count == 1)
    }

    @Test func `a stream of tuples ends with the error it met`() async throws {
        let executor = RecordingExecutor(titles, failing: PGError(.connectionLost, "gone"))
        let query = UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .select { u, p in (u.id, p.title) }
        var ids: [Int] = []

        let error = await #expect(throws: PGError.self) {
            for try await chunk in query.stream(on: executor) {
                for (id, _) in chunk { ids.append(id) }
            }
        }

        #expect(ids == [1, 2, 3])
        #expect(error?.code == .connectionLost)
        #expect(error?.statement == query.sql.text)
    }

    @Test func `a submitted query delivers its rows later`() async throws {
        let handle = UserRow.all.submit(on: RecordingExecutor(users))
        let other = UserRow.select { $0.id }.submit(
            on: RecordingExecutor(FixtureRows([("id", .int8)], [["9"]])))

        #expect(try await handle.rows.map(\.id) == [1, 2, 3])
        #expect(try await other.rows == [9])
    }

    @Test(.timeLimit(.minutes(1)))
    func `cancelling a submitted query cancels its statement`() async throws {
        let (started, continuation) = AsyncStream<Void>.makeStream()
        let handle = UserRow.all.submit(on: EndlessExecutor(started: continuation))
        for await _ in started { break }

        handle.cancel()

        let error = await #expect(throws: PGError.self) { try await handle.rows }
        #expect(error?.code == .cancelled)
    }

    @Test(.timeLimit(.minutes(1)))
    func `cancelling a task that waits cancels the statement`() async throws {
        let (started, continuation) = AsyncStream<Void>.makeStream()
        let handle = UserRow.all.submit(on: EndlessExecutor(started: continuation))
        for await _ in started { break }
        let waiter = Task { try await handle.rows }

        waiter.cancel()

        let error = await #expect(throws: PGError.self) { try await waiter.value }
        #expect(error?.code == .cancelled)
    }

    @Test func `blocking works outside of asynchronous code`() throws {
        #expect(try fetchWhileBlocking(RecordingExecutor(users)).count == 3)
    }

    @Test func `a command returns the number of rows it changed`() async throws {
        let executor = RecordingExecutor(FixtureRows([], [], affectedRows: 2))

        let changed = try await UserRow.delete.where { $0.age < 3 }.execute(on: executor)
        let inserted = try await UserRow.insert(UserRow.New(email: "e", name: "n"))
            .execute(on: executor)

        #expect(changed == 2)
        #expect(inserted == 2)
    }

    @Test func `an error names the statement and the call`() async throws {
        let executor = RecordingExecutor(users, failing: PGError(.connectionLost, "gone"))

        // Called outside of a macro, which has a line of its own.
        let call = { () async throws(PGError) in _ = try await UserRow.all.fetch(on: executor) }
        let line: UInt = #line - 1

        let error = await #expect(throws: PGError.self) { try await call() }

        #expect(error?.statement == UserRow.all.sql.text)
        #expect(error?.location == PGError.SourceLocation(fileID: #fileID, line: line))
    }

    @Test func `a value that does not fit names its column and row`() async throws {
        let rows = FixtureRows([("id", .int8)], [["1"], ["x"]])

        let error = await #expect(throws: PGError.self) {
            try await UserRow.select { $0.id }.fetch(on: RecordingExecutor(rows))
        }

        #expect(error?.column == "id")
        #expect(error?.row == 1)
        #expect(error?.location != nil)
    }

    @Test func `a query can be passed on by the type of its rows`() async throws {
        let rows = try await titleQuery().fetch(on: RecordingExecutor(titles))

        #expect(rows.map(\.0) == [1, 2, 3])
    }
}
