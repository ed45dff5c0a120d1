import CodecSamples
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore
import PGTestKit
import PGWire
import Testing

/// The server writes rows as JSON too: what this library writes must mean the same.
@Suite("JSON bytes against the server's own", .liveDatabase, .timeLimit(.minutes(2)))
struct ServerJSONTests {
    /// What the defaults write otherwise on purpose.
    private static func differs(_ sample: CodecSample) -> Bool {
        // Bytes are base64, and the identifiers of the catalogs are numbers.
        let types = ["bytea", "oid", "xid", "cid", "oidvector"]
        let element =
            sample.sqlType.hasSuffix("[]") ? sample.sqlType.dropLast(2) : sample.sqlType[...]
        return types.contains(String(element)) || element.hasPrefix("reg") || !sample.oid.isBuiltIn
    }

    @Test func everySampleMeansWhatTheServerWrites() async throws {
        try await TestDatabase.pool.withConnection { connection in
            try await connection.query("SET timezone = 'UTC'")
            try await connection.query("SET intervalstyle = 'iso_8601'")
            let missing = try await connection.missingTypes()
            for sample in CodecSample.all
            where !Self.differs(sample) && !missing.contains(sample.sqlType)
                && connection.printsAsBefore(sample)
            {
                let statement: SQLStatement = """
                    SELECT v, to_jsonb(v)::text AS json
                    FROM (SELECT \(sample.text)::text::\(raw: sample.sqlType) AS v) AS t
                    """
                let rows = try await connection.query(statement)
                let written = try rows.jsonBytes()
                let same = try await connection.queryValue(
                    """
                    SELECT \(JSONText(Self.normalised(written, sample)))::jsonb->0->'v'
                        = (\(JSONText(String(decoding: written, as: UTF8.self)))::jsonb->0->>'json')::jsonb
                    """, as: Bool.self)
                let expected = try rows[0].decode("json", as: String.self)
                #expect(
                    same,
                    "\(sample): \(String(decoding: written, as: UTF8.self)) is not \(expected)")
            }
        }
    }

    /// Instants end in `Z` here and in `+00:00` there.
    private static func normalised(_ json: [UInt8], _ sample: CodecSample) -> String {
        let text = String(decoding: json, as: UTF8.self)
        guard sample.sqlType.hasPrefix("timestamptz") else { return text }
        return text.replacing("Z\"", with: "+00:00\"").replacing("Z BC\"", with: "+00:00 BC\"")
    }

    @Test func manyRowsMeanWhatJSONAggWrites() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("SET timezone = 'UTC'")
        let sql = """
            SELECT i AS id, 'row "' || i || E'"\\n\\t' AS name, i % 3 = 0 AS flag, i / 7.0 AS share,
                   sqrt(i::float8) AS root, NULLIF(i % 5, 0) AS rest,
                   timestamp '2020-01-01' + i * interval '1.000001 hours' AS at,
                   jsonb_build_object('n', i, 'list', array[i, i + 1]) AS document,
                   array[[i, NULL], [1, 2]] AS grid, md5(i::text)::uuid AS uuid,
                   row(i, 'x') AS anonymous
            FROM generate_series(1, 500) AS i ORDER BY i
            """
        let written = try await connection.queryJSON("\(raw: sql)")

        let same = try await connection.queryValue(
            """
            SELECT \(JSONText(String(decoding: written, as: UTF8.self)))::jsonb
                = (SELECT jsonb_agg(to_jsonb(t)) FROM (\(raw: sql)) AS t)
            """, as: Bool.self)

        #expect(same)
        await connection.close()
    }

    @Test func aStatementThatFallsBackToTextMeansTheSame() async throws {
        let connection = try await TestDatabase.current.connect()
        let columns = """
            1::int2 AS a, 2.50 AS b, 'x'::text AS c, NULL::int AS d, array[1.5, NULL] AS e,
            true AS f, date '2020-02-29' AS g, '{"a": 1}'::json AS h, 'Infinity'::float8 AS i,
            array[['a', 'b,"'], ['c', NULL]] AS j
            """
        let binary = try await connection.queryJSON("SELECT \(raw: columns)")
        let text = try await connection.queryJSON(
            "SELECT \(raw: columns), 'postgres=r/postgres'::aclitem AS k")

        let both = String(decoding: binary, as: UTF8.self).dropLast(2)
        #expect(String(decoding: text, as: UTF8.self) == both + #","k":"postgres=r/postgres"}]"#)
        await connection.close()
    }

    @Test func enumsAndDomainsAreTheirValues() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE mood AS ENUM ('happy', 'sad, \"really\"')")
        try await pool.query("CREATE DOMAIN age AS int")

        let json = try await pool.queryJSON("SELECT 'sad, \"really\"'::mood AS m, 7::age AS a")

        #expect(String(decoding: json, as: UTF8.self) == #"[{"m":"sad, \"really\"","a":7}]"#)
    }

    /// Nested composites, arrays of them, domains and enums: with names, as the server writes them.
    @Test(arguments: [WireFormat.binary, .text])
    func compositesAreObjectsOfTheirFields(format: WireFormat) async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE mood AS ENUM ('sad', 'so \"so\"')")
        try await pool.query("CREATE DOMAIN age AS int CHECK (VALUE >= 0)")
        try await pool.query("CREATE TYPE point3 AS (x float8, \"Y y\" numeric, z age)")
        try await pool.query(
            "CREATE TYPE path3 AS (name text, points point3[], moods mood[], at date)")
        try await pool.query("CREATE TABLE walks (id int, path path3, ages age[])")
        try await pool.query(
            """
            INSERT INTO walks VALUES
                (1, ROW('a "b", {c}', ARRAY[ROW(1.5, 2.50, 3), NULL, ROW(NULL, NULL, NULL)]::point3[],
                    '{sad,"so \\"so\\""}', '2024-02-29'), '{7,NULL}'),
                (2, ROW(NULL, '{}', NULL, NULL), '{{1,2},{3,4}}'), (3, NULL, NULL)
            """)
        // A column without a binary form makes the whole result text.
        let more = format == .text ? ", 'postgres=r/postgres'::aclitem AS acl" : ""
        let sql = "SELECT w AS walk, path, ages\(more) FROM walks AS w ORDER BY id"
        for _ in 1...2 {
            let rows = try await pool.query("\(raw: sql)")
            let written = try rows.jsonBytes()
            let isSame = try await pool.query(
                """
                SELECT \(JSONText(String(decoding: written, as: UTF8.self)))::jsonb
                    = (SELECT jsonb_agg(to_jsonb(t)) FROM (\(raw: sql)) AS t)
                """)
            #expect(try isSame.one(Bool.self), "\(String(decoding: written, as: UTF8.self))")
            let path = try rows[0].decode("path", as: DynamicValue.self)
            guard case .record(let fields) = path else {
                Issue.record("not a record: \(path)")
                return
            }
            #expect(fields.map(\.name) == ["name", "points", "moods", "at"])
            #expect(fields[2].value == .array([.text("sad"), .text("so \"so\"")]))
            guard case .array(let points) = fields[1].value, points.count == 3,
                case .record(let first) = points[0]
            else {
                Issue.record("not an array of records: \(fields[1].value)")
                return
            }
            #expect(first.map(\.name) == ["x", "Y y", "z"] && points[1] == .null)
            #expect(first[2].value == .integer(3))
            let ages = try rows[1].decode("ages", as: DynamicValue.self)
            let (one, two, three, four) = (
                DynamicValue.integer(1), DynamicValue.integer(2), DynamicValue.integer(3),
                DynamicValue.integer(4)
            )
            #expect(ages == .array([.array([one, two]), .array([three, four])]))
        }
        // A stream writes the same.
        var streamed: [UInt8] = []
        for try await piece in pool.stream("\(raw: sql)", chunk: 2).jsonChunks() {
            streamed += piece
        }
        #expect(try await streamed == pool.query("\(raw: sql)").jsonBytes())
    }

    @Test(arguments: [JSONLayout.array, .lines])
    func aStreamIsTheSameTextInPieces(layout: JSONLayout) async throws {
        let pool = try TestDatabase.pool
        let sql: SQLStatement = "SELECT i, 'n' || i AS name FROM generate_series(1, 2500) i"

        var pieces: [[UInt8]] = []
        for try await piece in pool.stream(sql, chunk: 1000).jsonChunks(layout) {
            pieces.append(piece)
        }

        #expect(pieces.count >= 3)
        #expect(try await Array(pieces.joined()) == pool.queryJSON(sql, layout))
    }

    @Test func anEmptyStreamIsAnEmptyArray() async throws {
        var text: [UInt8] = []
        for try await piece in try TestDatabase.pool.stream("SELECT 1 WHERE false").jsonChunks() {
            text += piece
        }

        #expect(text == Array("[]".utf8))
    }

    @Test func leavingThePiecesEarlyGivesTheConnectionBack() async throws {
        let pool = try TestDatabase.pool

        for try await _ in pool.stream("SELECT i FROM generate_series(1, 1000000) i").jsonChunks() {
            break
        }

        #expect(try await pool.queryValue("SELECT 1", as: Int.self) == 1)
    }
}
