#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Rows from a server", .liveDatabase, .timeLimit(.minutes(1)))
struct RowTests {
    struct User: Codable, Equatable, Sendable {
        struct Settings: Codable, Equatable, Sendable {
            var theme: String
            var sizes: [Int]
        }
        var id: Int
        var firstName: String
        var nickName: String?
        var settings: Settings
        var tags: [String]
    }

    static let users: SQLStatement = """
        SELECT * FROM (VALUES
            (1, 'Ann', NULL, '{"theme": "dark", "sizes": [1, 2]}'::jsonb, ARRAY['a', 'b']),
            (2, 'Bo', 'B', '{"theme": "light", "sizes": []}', '{}')
        ) AS u (id, first_name, nick_name, settings, tags)
        """

    static let decoded = [
        User(
            id: 1, firstName: "Ann", settings: .init(theme: "dark", sizes: [1, 2]),
            tags: ["a", "b"]),
        User(
            id: 2, firstName: "Bo", nickName: "B", settings: .init(theme: "light", sizes: []),
            tags: []),
    ]

    @Test func aPoolAConnectionAndATransactionHaveTheSameHelpers() async throws {
        let pool = try TestDatabase.pool

        #expect(try await pool.queryValue("SELECT \(2) + 1", as: Int.self) == 3)
        #expect(try await pool.queryOne("SELECT 1, 'x'", as: Int.self, String.self) == (1, "x"))
        #expect(try await pool.queryOneOrNil("SELECT 1 WHERE false", as: Int.self) == nil)
        #expect(try await pool.queryValueOrNil("SELECT NULL::int", as: Int.self) == nil)
        #expect(try await pool.query(Self.users, into: User.self) == Self.decoded)
        try await pool.withConnection { connection in
            let four = try await connection.queryValue("SELECT 4", as: Int.self)
            #expect(four == 4)
        }
        try await pool.withTransaction { transaction in
            let five = try await transaction.queryValue("SELECT 5", as: Int.self)
            let user = try await transaction.queryOne(
                "\(raw: Self.users.text) LIMIT 1", into: User.self)
            #expect(five == 5)
            #expect(user == Self.decoded[0])
        }
    }

    @Test func anErrorAboutAValueNamesTheCallAndTheStatement() async throws {
        let pool = try TestDatabase.pool

        let error = await #expect(throws: PGError.self) {
            try await pool.queryValue("SELECT NULL::int AS n", as: Int.self)
        }

        #expect(error?.code == .unexpectedNull)
        #expect(error?.column == "n")
        #expect(error?.statement == "SELECT NULL::int AS n")
        #expect(error?.location?.fileID.hasSuffix("RowTests.swift") == true)
    }

    @Test func aJoinOfTwoTablesWithAnIDIsRefusedByName() async throws {
        struct Wanted: Decodable { var id: Int }
        let rows = try await TestDatabase.pool.query(
            "SELECT * FROM (SELECT 1 AS id) a CROSS JOIN (SELECT 2 AS id) b")

        let error = #expect(throws: PGError.self) { try rows.decode(into: Wanted.self) }

        #expect(error?.code == .ambiguousColumn)
        #expect(try rows.one(Int.self, Int.self) == (1, 2))
    }

    @Test func NULLAndEmptyAndMissingAreThreeThings() async throws {
        struct Wanted: Decodable, Equatable {
            var empty: String
            var null: String?
            var missing: String?
            var none: [Int]
        }
        let rows = try await TestDatabase.pool.query(
            "SELECT '' AS empty, NULL::text AS null, '{}'::int[] AS none")

        #expect(try rows.one(into: Wanted.self) == Wanted(empty: "", none: []))
        #expect(throws: PGError.self) { try rows[0].decode("missing", as: String?.self) }
        #expect(try rows[0].decode("null", as: String?.self) == nil)
    }

    @Test func columnsAndDictionaries() async throws {
        let rows = try await TestDatabase.pool.query(
            "SELECT i, 'n' || i AS name FROM generate_series(1, 3) i ORDER BY i")

        let (numbers, names) = try rows.columns(Int.self, String.self)

        #expect(numbers == [1, 2, 3])
        #expect(names == ["n1", "n2", "n3"])
        #expect(try rows.columnar()["name"] == .texts(["n1", "n2", "n3"]))
        #expect(try rows.dictionary(Int.self, String.self)[2] == "n2")
        #expect(try rows.dictionaries().last == ["i": .integer(3), "name": .text("n3")])
    }

    @Test func columnarFormsKnowTheirColumnsWithoutARow() async throws {
        let rows = try await TestDatabase.pool.query("SELECT 1 AS a, 'x' AS b WHERE false")

        #expect(try rows.columnar().columns.map(\.name) == ["a", "b"])
        #expect(try rows.jsonColumnBytes() == Array(#"{"a":[],"b":[]}"#.utf8))
        #expect(try rows.jsonBytes() == Array("[]".utf8))
    }
}

@Suite("Errors from a server", .liveDatabase, .timeLimit(.minutes(1)))
struct ServerErrorTests {
    @Test func everyFieldTheServerSendsIsKept() async throws {
        let pool = try TestDatabase.pool
        try await pool.query(
            "CREATE DOMAIN positive AS int CONSTRAINT above_zero CHECK (value > 0)")
        try await pool.query(
            "CREATE TABLE things (a int NOT NULL, b positive, CONSTRAINT a_once UNIQUE (a))")
        try await pool.query("INSERT INTO things VALUES (1)")

        let key = await failure("INSERT INTO things VALUES (1)")?.server
        #expect(key?.severity == "ERROR")
        #expect(key?.sqlState == .uniqueViolation)
        #expect(key?.message.contains("a_once") == true)
        #expect(key?.detail == "Key (a)=(1) already exists.")
        #expect(key?.schema == "public")
        #expect(key?.table == "things")
        #expect(key?.constraint == "a_once")
        #expect(key?.sourceFile == "nbtinsert.c")
        #expect(key?.sourceLine.flatMap { Int($0) } ?? 0 > 0)
        #expect(key?.routine == "_bt_check_unique")

        let null = await failure("INSERT INTO things VALUES (NULL)")?.server
        #expect(null?.column == "a")

        let domain = await failure("INSERT INTO things VALUES (2, 0)")?.server
        #expect(domain?.dataType == "positive")
        #expect(domain?.constraint == "above_zero")

        let typo = await failure("SELECT 1\nFROM thinks")?.server
        #expect(typo?.position == 15)

        let hinted = await failure("SELECT aa FROM things")?.server
        #expect(hinted?.hint?.contains("things.a") == true)

        let inside = await failure("DO $$ BEGIN PERFORM nothing; END $$")?.server
        #expect(inside?.internalQuery == "SELECT nothing")
        #expect(inside?.internalPosition == 8)
        #expect(inside?.context?.contains("PL/pgSQL") == true)
    }

    @Test func aValueThatTheServerQuotesIsNotInTheDescription() async throws {
        let error = await failure("SELECT ('secret' || random())::int")

        #expect(error?.sqlState == .invalidTextRepresentation)
        #expect(error?.description.contains("secret") == false)
        #expect(error?.debugDescription.contains("secret") == true)
    }

    @Test func parametersComeWithTheErrorOnlyOnRequest() async throws {
        let pool = try TestDatabase.pool
        func divide() async throws { try await pool.query("SELECT \(7)::int / \(0)::int") }

        let plain = await #expect(throws: PGError.self) { try await divide() }
        let recorded = await #expect(throws: PGError.self) {
            try await PGError.$recordsParameters.withValue(true) { try await divide() }
        }

        #expect(plain?.parameters == nil)
        #expect(recorded?.parameters == ["7", "0"])
        #expect(recorded?.description.contains("$1 = ") == false)
        #expect(recorded?.debugDescription.contains("$1 = '7', $2 = '0'") == true)
    }

    @Test func aViolationIsCaughtByItsClass() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (a int CHECK (a > 0))")

        do {
            try await pool.query("INSERT INTO t VALUES (0)")
            Issue.record("the check did not hold")
        } catch SQLState.Class.integrityConstraintViolation {
        }
    }

    private func failure(_ sql: String) async -> PGError? {
        await #expect(throws: PGError.self) { try await TestDatabase.pool.query("\(raw: sql)") }
    }
}
