import PGCore
import PGTestKit
import PGWire
import Testing

/// The catalog is loaded when it is needed, once, and anew when types change.
@Suite("The catalog of types", .liveDatabase, .timeLimit(.minutes(2)))
struct TypeCatalogTests {
    @Test func rowsWithoutTypesOfUsersLoadNothing() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let rows = try await pool.query(
                "SELECT \(1), 'x', ARRAY[1], '[1,2)'::int4range, '{}'::jsonb, now()")

            #expect(rows.count == 1)
            #expect(pool.loadedTypeCatalog == nil)
        }
    }

    @Test func theTypesAreLoadedOnceForAllConnections() async throws {
        let setup = try TestDatabase.pool
        try await setup.query("CREATE TYPE mood AS ENUM ('sad')")
        try await withPool({ $0.maximumConnections = 4 }) { pool in
            _ = try await pool.query("SELECT 'sad'::mood")
            let first = try #require(pool.loadedTypeCatalog)
            for _ in 0..<4 { _ = try await pool.query("SELECT ARRAY['sad']::mood[]") }
            let second = try await pool.typeCatalog()

            #expect(first === second)
            #expect(first.type(named: "mood")?.kind == .enum(["sad"]))
            #expect(first.type(named: "public.mood")?.schema == "public")
        }
    }

    @Test func everyKindOfTypeIsDescribed() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE SCHEMA other")
        try await pool.query("CREATE TYPE other.mood AS ENUM ('b', 'a')")
        try await pool.query("CREATE DOMAIN odd AS other.mood")
        try await pool.query("CREATE TYPE \"Pair Of\" AS (\"One\" odd, two int[])")
        try await pool.query("CREATE TYPE span AS RANGE (subtype = float8)")
        try await pool.query("CREATE TABLE mood (id int)")

        let catalog = try await pool.typeCatalog()

        let mood = try #require(catalog.type(named: "other.mood"))
        let odd = try #require(catalog.type(named: "odd"))
        let span = try #require(catalog.type(named: "span"))
        #expect(mood.kind == .enum(["b", "a"]))
        #expect(odd.kind == .domain(mood.oid))
        #expect(catalog.baseType(of: odd.oid) == mood.oid)
        #expect(span.kind == .range(.float8))
        #expect(catalog.type(named: "multispan") == nil)
        #expect(catalog.type(named: "span_multirange")?.kind == .multirange(span.oid))
        #expect(catalog.type(named: "_span")?.kind == .array(span.oid))
        #expect(
            catalog.type(named: "Pair Of")?.kind
                == .composite([
                    .init(name: "One", type: odd.oid), .init(name: "two", type: .int4Array),
                ]))
        // A table's row type is loaded when somebody asks for it, and not before.
        #expect(catalog.type(named: "public.mood") == nil)
        _ = try await pool.query("SELECT mood FROM mood")
        #expect(try await pool.typeCatalog().type(named: "public.mood") != nil)
        #expect(try await pool.typeCatalog().type(named: "mood") == nil)
    }

    @Test func rowTypesInsideOfRowTypesAreFollowed() async throws {
        struct Inner: Decodable, Equatable { var number: Int }
        struct Outer: Decodable, Equatable { var inner: Inner }
        struct Found: Decodable, Equatable { var outer: [Outer] }
        let pool = try TestDatabase.pool
        try await pool.query("CREATE DOMAIN whole AS int")
        try await pool.query("CREATE TABLE inmost (number whole)")
        try await pool.query("CREATE TABLE middle (\"inner\" inmost)")
        try await pool.query("INSERT INTO middle VALUES (ROW(7))")

        let rows = try await pool.query("SELECT array_agg(middle) AS \"outer\" FROM middle")

        #expect(
            try rows.decode(into: Found.self)
                == [Found(outer: [Outer(inner: Inner(number: 7))])])
    }

    @Test func aTypeMadeAnewIsFoundUnderItsNewNumber() async throws {
        struct Found: Decodable, Equatable { var pair: Pair }
        struct Pair: Decodable, Equatable { var a: Int }
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE pair AS (a int)")
        #expect(
            try await pool.query("SELECT ROW(1)::pair AS pair").decode(into: Found.self)
                == [Found(pair: Pair(a: 1))])

        try await pool.query("DROP TYPE pair")
        try await pool.query("CREATE TYPE pair AS (b text, a int)")

        let rows = try await pool.query("SELECT ROW('x', 2)::pair AS pair")
        #expect(try rows.decode(into: Found.self) == [Found(pair: Pair(a: 2))])
    }

    @Test func attributesThatThisPoolAddsRenamesAndDropsAreSeen() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE pair AS (a int, b int)")
        func names() async throws -> [String] {
            let rows = try await pool.query("SELECT jsonb_populate_record(NULL::pair, '{}')")
            return try PGRecord(from: rows[0].cell(at: 0)).fieldNames
        }

        #expect(try await names() == ["a", "b"])
        try await pool.query("ALTER TYPE pair ADD ATTRIBUTE c text")
        #expect(try await names() == ["a", "b", "c"])
        try await pool.query("ALTER TYPE pair RENAME ATTRIBUTE a TO first")
        #expect(try await names() == ["first", "b", "c"])
        try await pool.query("ALTER TYPE pair DROP ATTRIBUTE b")
        #expect(try await names() == ["first", "c"])
        try await pool.query("ALTER TYPE pair ALTER ATTRIBUTE c TYPE int")
        let rows = try await pool.query("SELECT ROW(1, 2)::pair")
        #expect(try PGRecord(from: rows[0].cell(at: 0)).decode(Int.self, Int.self) == (1, 2))
    }

    @Test func attributesThatAnotherSessionChangesAreSeen() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE pair AS (a int, b int)")
        let sql: SQLStatement = "SELECT jsonb_populate_record(NULL::pair, '{\"a\": 1}')"
        _ = try await pool.query(sql)
        let other = try await TestDatabase.current.connect()
        try await other.query("ALTER TYPE pair ADD ATTRIBUTE c text")
        await other.close()

        let rows = try await pool.query(sql)

        #expect(try PGRecord(from: rows[0].cell(at: 0)).fieldNames == ["a", "b", "c"])
    }

    @Test func aChangeDeepInsideAValueIsAnErrorOnceAndThenKnown() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE pair AS (a int)")
        let sql: SQLStatement = "SELECT ARRAY[jsonb_populate_record(NULL::pair, '{\"a\": 1}')]"
        _ = try await pool.query(sql)
        let other = try await TestDatabase.current.connect()
        try await other.query("ALTER TYPE pair ADD ATTRIBUTE b text")
        await other.close()

        let outdated = try await pool.query(sql)
        let error = #expect(throws: PGError.self) { try outdated.decode([PGRecord].self) }
        let rows = try await pool.query(sql)

        #expect(error?.code == .decodingFailed)
        #expect(error?.hint?.contains("again") == true)
        #expect(try rows.decode([PGRecord].self).first?.first?.fieldNames == ["a", "b"])
    }

    @Test func aLabelThatIsAddedBindsAndDecodesAtOnce() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE mood AS ENUM ('sad')")
        #expect(try await pool.query("SELECT \("sad")::mood").decode(String.self) == ["sad"])

        try await pool.query("ALTER TYPE mood ADD VALUE 'glad'")

        let rows = try await pool.query("SELECT \("glad")::mood, \(["glad"])::mood[]")
        #expect(try rows.decode(String.self, [String].self).first?.1 == ["glad"])
    }

    @Test func typesOfATransactionThatIsRolledBackAreForgotten() async throws {
        struct Undone: Error {}
        let pool = try TestDatabase.pool
        for fields in ["a int", "b int, a int"] {
            await #expect(throws: Undone.self) {
                try await pool.withTransaction { transaction in
                    try await transaction.query("CREATE TYPE pair AS (\(raw: fields))")
                    let rows = try await transaction.query(
                        "SELECT jsonb_populate_record(NULL::pair, '{\"a\": 3}') -- \(raw: fields)")
                    let record = try PGRecord(from: rows[0].cell(at: 0))
                    #expect(try record.decode(field: "a", as: Int.self) == 3)
                    throw Undone()
                }
            }
        }
    }

    /// The same text each time, with a type that has another number each time.
    @Test func statementsWithTypesOfATransactionThatIsRolledBackWork() async throws {
        struct Undone: Error {}
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for _ in 1...3 {
                await #expect(throws: Undone.self) {
                    try await pool.withTransaction { transaction in
                        try await transaction.query("CREATE TYPE mood AS ENUM ('sad', 'glad')")
                        for _ in 1...2 {
                            let rows = try await transaction.query(
                                "SELECT 'sad'::mood::text, 'glad'::mood, \("sad")::text::mood")
                            let row = try rows.one(String.self, String.self, String.self)
                            #expect(row == ("sad", "glad", "sad"))
                        }
                        // Taken back in part, and made once more.
                        _ = try? await transaction.withTransaction { inner in
                            try await inner.query("CREATE TYPE pair AS (a int)")
                            try await inner.query("SELECT ROW(1)::pair::text")
                            throw Undone()
                        }
                        try await transaction.query("CREATE TYPE pair AS (a int)")
                        let pair = try await transaction.query("SELECT ROW(1)::pair::text")
                        #expect(try pair.one(String.self) == "(1)")
                        throw Undone()
                    }
                }
            }
        }
    }

    /// Somebody else drops the type and makes it again: nothing that can be seen of the statement
    /// has changed.
    @Test func aStatementWhoseTypeWasMadeAnewIsRepeated() async throws {
        let outside = try observer()
        try await outside.query("CREATE TYPE mood AS ENUM ('sad')")
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for _ in 1...3 {
                let rows = try await pool.query("SELECT 'sad'::mood::text")
                #expect(try rows.one(String.self) == "sad")
                try await outside.query("DROP TYPE mood")
                try await outside.query("CREATE TYPE mood AS ENUM ('sad')")
            }
        }
        await outside.close()
    }

    @Test func aStreamKnowsTheTypesFromItsFirstChunk() async throws {
        let setup = try TestDatabase.pool
        try await setup.query("CREATE DOMAIN whole AS int")
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            var sum = 0
            for try await rows in pool.stream(
                "SELECT ARRAY[n]::whole[] FROM generate_series(1, 10) AS n", chunk: 3)
            {
                sum += try rows.decode([Int].self).reduce(0) { $0 + $1[0] }
            }

            #expect(sum == 55)
        }
    }

    @Test func typesOfAThousandAreLoadedInOneStatement() async throws {
        let pool = try TestDatabase.pool
        try await pool.query(
            """
            DO $$ BEGIN
                FOR n IN 1..1000 LOOP
                    EXECUTE format('CREATE TYPE kind_%s AS ENUM (''a'', ''b'')', n);
                END LOOP;
            END $$
            """)

        let rows = try await pool.query("SELECT 'a'::kind_1000, ARRAY['b']::kind_1[]")

        #expect(try rows.decode(String.self, [String].self).first?.0 == "a")
        #expect(try await pool.typeCatalog().count >= 2000)
    }

    @Test func aTypeWithoutABinaryFormIsReadAsTextFromTheStart() async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("seg", on: pool)
        // In a transaction an error could not be repaired: the type has to be known beforehand.
        try await pool.withTransaction { transaction in
            let rows = try await transaction.query(
                "SELECT \(1)::int, '1.5 .. 2'::seg, '{1,2}'::int[]")
            let row = try #require(try rows.decode(Int.self, String.self, [Int].self).first)
            #expect(row.1 == "1.5 .. 2")
            #expect(row.2 == [1, 2])
        }
    }

    @Test func manyTasksMeetAnUnknownTypeAtOnce() async throws {
        let setup = try TestDatabase.pool
        try await setup.query("CREATE DOMAIN whole AS int")
        try await withPool({ $0.maximumConnections = 3 }) { pool in
            let sums = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let rows = try await pool.query(
                            "SELECT \([number, 1])::whole[], ARRAY[\(number)]::whole[]")
                        return try rows.decode([Int].self, [Int].self)[0].0.reduce(0, +)
                    }
                }
                return try await group.reduce(0, +)
            }

            #expect(sums == 50 * 49 / 2 + 50)
        }
    }
}
