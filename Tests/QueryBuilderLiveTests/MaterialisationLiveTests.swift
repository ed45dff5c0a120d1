import PGTestKit
import PGWire
import QueryBuilder
import Testing

private func fetchWhileBlocking(_ connection: Connection) throws(PGError) -> [UserRow] {
    try UserRow.orderBy { $0.id }.fetchBlocking(on: connection)
}

@Suite("Running queries on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct MaterialisationLiveTests {
    @Test func `columns, the first row, and the only row`() async throws {
        let pool = try TestDatabase.pool

        let (ids, ages) = try await UserRow.select { ($0.id, $0.age) }.orderBy { $0.id }
            .columns(on: pool)
        let first = try await UserRow.orderBy { $0.id.descending }.fetchFirst(on: pool)
        let none = try await UserRow.where { $0.id == 99 }.fetchOne(on: pool)

        #expect(ids == [1, 2, 3])
        #expect(ages == [30, nil, 50])
        #expect(first?.id == 3)
        #expect(none == nil)
    }

    @Test func `streams come in chunks`() async throws {
        var sizes: [Int] = []
        var ids: [Int] = []

        for try await chunk in UserRow.all.orderBy({ $0.id })
            .stream(on: try TestDatabase.pool, chunk: 2)
        {
            sizes.append(chunk.count)
            ids += chunk.map(\.id)
        }

        #expect(sizes.max() == 2)
        #expect(ids == [1, 2, 3])
    }

    @Test func `queries run in a transaction too`() async throws {
        let names = try await TestDatabase.pool.withTransaction { transaction in
            try await UserRow.update.set(\.name, to: "X").where { $0.id == 1 }
                .execute(on: transaction)
            return try await UserRow.where { $0.id == 1 }.select { $0.name }.fetch(on: transaction)
        }

        #expect(names == ["X"])
    }

    @Test func `blocking on a connection`() async throws {
        let connection = try await TestDatabase.current.connect()

        let rows = try await Task.detached { try fetchWhileBlocking(connection) }.value
        await connection.close()

        #expect(rows.map(\.id) == [1, 2, 3])
    }

    @Test func `cancelling a submitted query stops the server and leaves the pool usable`()
        async throws
    {
        let pool = try TestDatabase.pool
        let sleeping = UserRow.where { $0.id == 1 }
            .select { _ in Expression<String>("pg_sleep(\(600.0))::text") }
        // Looking needs a connection of its own: in the pool it might queue behind the sleep.
        let observer = try await TestDatabase.current.connect()
        let handle = sleeping.submit(on: pool)
        try await waitForSleeping(1, observer)

        handle.cancel()

        let error = await #expect(throws: PGError.self) { try await handle.rows }
        #expect(error?.code == .cancelled)
        try await waitForSleeping(0, observer)
        #expect(try await UserRow.all.fetch(on: pool).count == 3)
        await observer.close()
    }

    /// Asks the server until it works on this many sleeping statements.
    private func waitForSleeping(_ count: Int, _ observer: Connection) async throws {
        var running = -1
        while running != count {
            let rows = try await observer.query(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'active'
                AND wait_event = 'PgSleep'
                """)
            running = try rows.decode(Int.self).first ?? -1
        }
    }
}
