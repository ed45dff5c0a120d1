import PGCore
import PGTestKit
import PGWire
import Testing

/// What each operation costs in round trips; a change of these figures has to be meant.
@Suite("Round trips", .liveDatabase, .serialized, .timeLimit(.minutes(1)))
struct RoundTripTests {
    private func count(
        on connection: Connection, _ body: () async throws -> Void
    ) async throws -> Int {
        let before = await connection.roundTrips
        try await body()
        return await connection.roundTrips - before
    }

    @Test(arguments: [
        ("SELECT 1", 1), ("SELECT 1 WHERE '$1' <> ''", 1), ("VALUES (1), (2)", 1),
        ("CREATE TABLE t (n int)", 1), ("SELECT 1 -- $1\n", 1),
    ])
    func aFirstUseWithoutValuesTakesOne(sql: String, expected: Int) async throws {
        let connection = try await TestDatabase.current.connect()

        let first = try await count(on: connection) { try await connection.query("\(raw: sql)") }

        #expect(first == expected)
        await connection.close()
    }

    @Test func aTimeLimitForStatementsTakesNone() async throws {
        var configuration = ConnectionConfiguration()
        configuration.statementTimeout = .seconds(5)
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        #expect(await connection.roundTrips == 0)

        // Nor does a transaction pay for it, whoever is at the other end.
        for _ in 1...2 {
            let trips = try await count(on: connection) {
                let inside = try await connection.withTransaction {
                    try await $0.query("SHOW statement_timeout").one(String.self)
                }
                #expect(inside == "6s")
            }
            #expect(trips == 2)
        }
        await connection.close()
    }

    @Test func resettingASessionTakesOneWithATimeLimitAsWithout() async throws {
        for limit in [nil, Duration.seconds(5)] {
            try await withPool({
                $0.maximumConnections = 1
                $0.connection.statementTimeout = limit
            }) { pool in
                let connection = try await pool.lease()
                try await connection.executeOnce("SET work_mem = '1MB'")
                let trips = try await count(on: connection) { await pool.release(connection) }
                #expect(trips == 1)
                let expected = limit == nil ? "0" : "6s"
                let left = try await pool.query("SHOW statement_timeout").one(String.self)
                #expect(left == expected)
            }
        }
    }

    @Test func aFirstUseWithValuesTakesTwoAndEveryFurtherOneTakesOne() async throws {
        let connection = try await TestDatabase.current.connect()
        for expected in [2, 1, 1] {
            let trips = try await count(on: connection) {
                let rows = try await connection.query("SELECT \(7) + 1::int8, \("a") || 'b'")
                #expect(try rows.decode(Int.self, String.self)[0] == (8, "ab"))
            }
            #expect(trips == expected)
        }
        await connection.close()
    }

    @Test func aFirstUseWhoseValuesAreCastTakesOne() async throws {
        let connection = try await TestDatabase.current.connect()
        for _ in 1...2 {
            let trips = try await count(on: connection) {
                let rows = try await connection.query(
                    "SELECT \(7)::int4, \("a")::text, \([1.5])::float8[], \(nil as Int?)::bigint")
                let row = try rows.one(Int.self, String.self, [Double].self, Int?.self)
                #expect(row.0 == 7 && row.1 == "a" && row.2 == [1.5] && row.3 == nil)
                #expect(rows.columnTypes == [.int4, .text, .float8Array, .int8])
            }
            #expect(trips == 1)
        }
        await connection.close()
    }

    @Test func aSecondConnectionOfAPoolTakesOne() async throws {
        try await withPool({ $0.maximumConnections = 2 }) { pool in
            try await pool.withConnection { first in
                try await first.query("SELECT \(1) + 1")
                try await pool.withConnection { second in
                    let trips = try await count(on: second) {
                        let rows = try await second.query("SELECT \(41) + 1")
                        #expect(try rows.one(Int.self) == 42)
                    }
                    #expect(trips == 1)
                }
            }
        }
    }

    @Test func freeingStatementsTakesNone() async throws {
        var configuration = ConnectionConfiguration()
        configuration.preparedStatementLimit = 4
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        for number in 0..<20 {
            let trips = try await count(on: connection) {
                try await connection.query("SELECT \(raw: String(number))")
            }
            #expect(trips == 1)
        }
        let kept = try await connection.query("SELECT count(*) FROM pg_prepared_statements")
        #expect(try kept.one(Int.self) <= 5)
        await connection.close()
    }

    @Test func aStreamAsksForItsColumnsOnce() async throws {
        let connection = try await TestDatabase.current.connect()
        for expected in [2, 1, 1] {
            let trips = try await count(on: connection) {
                var numbers: [Int] = []
                for try await chunk in connection.stream("SELECT generate_series(1, 10)", chunk: 3)
                {
                    #expect(chunk.count <= 3)
                    numbers += try chunk.decode(Int.self)
                }
                #expect(numbers == Array(1...10))
            }
            #expect(trips == expected)
        }
        await connection.close()
    }

    @Test func aTransactionLooksForAPoolerInPassing() async throws {
        let connection = try await TestDatabase.current.connect()
        for _ in 1...2 {
            let trips = try await count(on: connection) {
                _ = try await connection.withTransaction { transaction in
                    try await transaction.query("SELECT 1")
                }
            }
            // The statement with its BEGIN, and COMMIT.
            #expect(trips == 2)
        }
        await connection.close()
    }

    /// The types of placeholders are the server's choice, whatever Swift type is bound.
    ///
    /// Stating
    /// the Swift type's own would change the result of each of these.
    @Test(arguments: [
        ("SELECT pg_typeof(n)::text FROM generate_series($1, 2) AS n", "integer"),
        ("SELECT pg_typeof($1 % 3::int2)::text", "smallint"),
        ("SELECT substr('abc', $1)", "bc"),
        ("SELECT pg_typeof(1.5 * $1)::text", "numeric"),
        ("SELECT pg_typeof(interval '1 day' * $1)::text", "interval"),
        ("SELECT 'found' WHERE '2' || '' = $1", "found"),
    ])
    func inferenceIsLeftToTheServer(sql: String, expected: String) async throws {
        let connection = try await TestDatabase.current.connect()
        let statement = try await connection.prepare("\(raw: sql)")
        for _ in 1...2 {
            #expect(try await statement.query(2).one(String.self) == expected)
        }
        await connection.close()
    }

    @Test func theFirstResultInATransactionIsTheSameAsTheSecond() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.withTransaction { transaction in
            for _ in 1...2 {
                let rows = try await transaction.query(
                    """
                    SELECT 1::int2, 2.5::numeric, 'x'::text, '{1,2}'::int8[], true, now() IS NULL,
                        'postgres=r/postgres'::aclitem
                    """)
                let row = try rows.one(
                    Int.self, PGNumeric.self, String.self, [Int].self, Bool.self, Bool.self,
                    String.self)
                #expect(row.0 == 1 && row.1.description == "2.5" && row.2 == "x")
                #expect(row.3 == [1, 2] && row.4 && !row.5 && row.6 == "postgres=r/postgres")
            }
        }
        await connection.close()
    }
}
