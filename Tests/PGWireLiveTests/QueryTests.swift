import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Queries", .liveDatabase, .timeLimit(.minutes(1)))
struct QueryTests {
    @Test func decodesTypedTuples() async throws {
        let rows = try await TestDatabase.pool.query(
            "SELECT i, 'row ' || i FROM generate_series(1, \(3)) AS i ORDER BY i")

        let values = try rows.decode(Int.self, String.self)

        #expect(values.map(\.0) == [1, 2, 3])
        #expect(values.map(\.1) == ["row 1", "row 2", "row 3"])
        #expect(rows.columnNames == ["i", "?column?"])
        #expect(rows.commandTag == "SELECT 3")
    }

    @Test func anIntBindsToWhateverTheServerInferred() async throws {
        let rows = try await TestDatabase.pool.query(
            """
            SELECT \(7)::int2, \(7)::int4, \(7)::int8, \(7)::numeric::text, \(7)::float8, \(7)::text
            """)

        let row = try #require(
            try rows.decode(Int.self, Int.self, Int.self, String.self, Double.self, String.self)
                .first)

        #expect(
            row.0 == 7 && row.1 == 7 && row.2 == 7 && row.3 == "7" && row.4 == 7 && row.5 == "7")
    }

    @Test func aValueThatDoesNotFitNamesTheParameter() async throws {
        let pool = try TestDatabase.pool

        let error = await #expect(throws: PGError.self) {
            try await pool.query("SELECT \("a")::text, \(3_000_000_000)::int4")
        }

        #expect(error?.code == .parameterOutOfRange)
        #expect(error?.parameter == 2)
        #expect(error?.execution == .notSent)
        #expect(String(describing: error).contains("3000000000") == false)
    }

    @Test func aMismatchNamesParameterSwiftTypeAndServerType() async throws {
        let pool = try TestDatabase.pool

        let error = await #expect(throws: PGError.self) {
            try await pool.query("SELECT \(1)::int4, \("x")::int4")
        }

        #expect(error?.code == .parameterMismatch)
        let text = error?.description ?? ""
        #expect(text.contains("$2") && text.contains("String") && text.contains("int4"))
    }

    @Test func serverErrorsCarryFieldsStatementAndPlace() async throws {
        let pool = try TestDatabase.pool

        let error = await #expect(throws: PGError.self) {
            try await pool.query("SELECT nothing FROM nowhere")
        }

        #expect(error?.code == .server)
        #expect(error?.sqlState == "42P01")
        #expect(error?.server?.position == 21)
        #expect(error?.statement == "SELECT nothing FROM nowhere")
        #expect(error?.location?.fileID.hasSuffix("QueryTests.swift") == true)
    }

    @Test func nullIntoANonOptionalNamesTheColumn() async throws {
        let rows = try await TestDatabase.pool.query("SELECT 1 AS a, NULL::text AS b")

        let error = #expect(throws: PGError.self) { try rows.decode(Int.self, String.self) }

        #expect(error?.code == .unexpectedNull)
        #expect(error?.column == "b")
        #expect(error?.row == 0)
    }

    @Test func aMissingColumnIsNamed() async throws {
        let rows = try await TestDatabase.pool.query("SELECT 1 AS a")

        let byCount = #expect(throws: PGError.self) { try rows.decode(Int.self, Int.self) }
        let byName = #expect(throws: PGError.self) { try rows[0].decode("b", as: Int.self) }

        #expect(byCount?.code == .columnCountMismatch)
        #expect(byName?.code == .columnNotFound)
        #expect(byName?.message.contains("b") == true)
    }

    @Test func columnsWithoutBinaryOutputComeAsText() async throws {
        let pool = try TestDatabase.pool

        let rows = try await pool.query(
            "SELECT 1::int8, '2020-01-02'::date::text, 'postgres=r/postgres'::aclitem, 1.5::float8")

        let row = try #require(
            try rows.decode(Int.self, String.self, String.self, Double.self).first)
        #expect(
            row.0 == 1 && row.1 == "2020-01-02" && row.2 == "postgres=r/postgres" && row.3 == 1.5)
    }

    @Test func affectedRowsCountChanges() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int)")

        let inserted = try await pool.query("INSERT INTO t SELECT generate_series(1, 5)")

        #expect(inserted.affectedRows == 5)
        #expect(try await pool.query("DELETE FROM t WHERE n > \(3)").affectedRows == 2)
    }

    @Test func aStatementSurvivesAChangeOfItsTable() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (a int)")
        try await pool.query("INSERT INTO t VALUES (1)")
        #expect(try await pool.query("SELECT * FROM t").columnNames == ["a"])

        try await pool.query("ALTER TABLE t ADD COLUMN b text DEFAULT 'x'")

        #expect(try await pool.query("SELECT * FROM t").columnNames == ["a", "b"])
    }

    @Test(arguments: [
        "BEGIN", "COMMIT", "SET search_path = x", "LISTEN jobs", "PREPARE s AS SELECT 1",
        "CREATE TEMP TABLE t (n int)", "/* c */ -- d\n ROLLBACK", "SELECT pg_advisory_lock(1)",
        "SELECT set_config('a.b', 'c', false)", "DISCARD ALL", "SAVEPOINT a",
    ])
    func aSharedConnectionRefusesWhatWouldAffectOthers(sql: String) async throws {
        let pool = try TestDatabase.pool

        let error = await #expect(throws: PGError.self) { try await pool.query("\(raw: sql)") }

        #expect(error?.code == .needsOwnConnection)
        #expect(error?.hint?.contains("withConnection") == true)
    }

    @Test func copyIsRefusedAndTheConnectionStaysUsable() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (a int)")

        let error = await #expect(throws: PGError.self) {
            try await pool.withConnection { try await $0.executeOnce("COPY t FROM STDIN") }
        }

        #expect(error?.code == .unsupportedResult)
        #expect(try await pool.query("SELECT 1").count == 1)
    }
}
