import PGCore
import PGTestKit
import PGWire
import Testing

/// Values of the system catalogs and of functions, whose types tables seldom have.
@Suite("Values of the catalogs", .liveDatabase, .timeLimit(.minutes(1)))
struct CatalogValueTests {
    /// One name of every kind of object there is.
    static let objects: [(type: String, name: String)] = [
        ("regclass", "pg_class"), ("regtype", "integer"), ("regproc", "now"),
        ("regprocedure", "now()"), ("regoper", "||/"), ("regoperator", "*(integer,integer)"),
        ("regnamespace", "pg_catalog"), ("regrole", "pg_read_all_data"), ("regconfig", "english"),
        ("regdictionary", "english_stem"), ("regcollation", "\"C\""),
    ]

    @Test(arguments: objects)
    func `an object is a number, a name, or what came`(type: String, name: String) async throws {
        let pool = try TestDatabase.pool
        let rows = try await pool.query(
            """
            SELECT \(name)::\(raw: type), \(PGObjectReference.name(name))::\(raw: type)::oid,
                \(name)::\(raw: type)::text, NULL::\(raw: type)
            """)
        let (object, number, text, null) = try rows.one(
            PGObjectReference.self, OID.self, String.self, PGObjectReference?.self)

        #expect(object == .oid(number))
        #expect(text == name)
        #expect(null == nil)

        let back = try await pool.query(
            """
            SELECT \(number)::\(raw: type), \(object)::\(raw: type),
                \([object, .name(name)])::\(raw: type)[], 'a=r/a'::text
            """
        ).one(OID.self, OID.self, [OID].self, String.self)

        #expect(back.0 == number && back.1 == number && back.2 == [number, number])

        let asText = try await pool.query(
            "SELECT \(number)::\(raw: type), 'postgres=r/postgres'::aclitem"
        ).one(PGObjectReference.self, String.self)

        #expect(asText.0 == .name(name))
        #expect(asText.1 == "postgres=r/postgres")
    }

    @Test func `rights are text, alone and in arrays, and bind as text`() async throws {
        let item = "postgres=arwdDxt/postgres"
        let rows = try await TestDatabase.pool.query(
            "SELECT \(item)::aclitem, ARRAY[\(item)::aclitem], 42, \(PGInet("1.2.3.4/8"))::inet")

        let (right, all, number, address) = try rows.one(
            String.self, [String].self, Int.self, PGInet.self)

        #expect(right == item && all == [item] && number == 42)
        #expect(address.description == "1.2.3.4/8")
    }

    @Test func `types without a binary format make the result text, which all types read`()
        async throws
    {
        let pool = try TestDatabase.pool
        for none in ["aclitem", "aclitem[]", "gtsvector", "gtsvector[]"] {
            let rows = try await pool.query(
                "SELECT 7, NULL::\(raw: none), ARRAY[1.50, 'NaN'], \(PGLSN(1))::pg_lsn")
            let (number, null, numbers, position) = try rows.one(
                Int.self, String?.self, [PGNumeric].self, PGLSN.self)

            #expect(number == 7 && null == nil && position == PGLSN(1), "\(none)")
            #expect(numbers.map(\.description) == ["1.50", "NaN"], "\(none)")
            #expect(rows[0].cell(at: 0).format == .text, "\(none)")
        }
    }

    @Test func `trees and paths of the server are text`() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE counted (number int DEFAULT 7)")

        let (tree, path, label) = try await pool.query(
            """
            SELECT adbin, '$.a'::jsonpath, 'x'::"char" FROM pg_attrdef
            WHERE adrelid = 'counted'::regclass
            """
        ).one(String.self, String.self, String.self)

        #expect(tree.hasPrefix("{CONST"))
        #expect(path == "$.\"a\"" && label == "x")
    }

    @Test func `a row of the catalogs decodes as it is`() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE parent (id int PRIMARY KEY, other int2)")
        try await pool.query("INSERT INTO parent VALUES (1, 2)")

        let table = try await pool.query(
            """
            SELECT oid, relname, relkind, relnamespace::regnamespace, relfrozenxid
            FROM pg_class WHERE oid = \(PGObjectReference.name("parent"))::regclass
            """
        ).one(OID.self, String.self, PGChar.self, OID.self, PGXID.self)
        let index = try await pool.query(
            "SELECT indkey, indclass FROM pg_index WHERE indrelid = \(table.0)"
        ).one(PGInt2Vector.self, PGOIDVector.self)
        let place = try await pool.query("SELECT ctid, xmin, cmin FROM parent")
            .one(PGTID.self, PGXID.self, PGCID.self)
        let found = try await pool.query("SELECT other FROM parent WHERE ctid = \(place.0)")

        #expect(table.1 == "parent" && table.2 == "r")
        #expect(index.0 == [1])
        #expect(index.1.elements.count == 1)
        #expect(place.0 == PGTID(block: 0, offset: 1))
        #expect(try found.one(Int.self) == 2)
    }

    @Test func `what the server says of itself has types`() async throws {
        let pool = try TestDatabase.pool
        let (position, transaction, snapshot) = try await pool.query(
            "SELECT pg_current_wal_lsn(), pg_current_xact_id(), pg_current_snapshot()"
        ).one(PGLSN.self, PGXID8.self, PGSnapshot.self)
        let (later, distance) = try await pool.query(
            """
            SELECT pg_current_wal_lsn(),
                pg_wal_lsn_diff(pg_current_wal_lsn(), \(position))::bigint
            """
        ).one(PGLSN.self, Int.self)

        #expect(later >= position)
        #expect(later - position == distance)
        #expect(snapshot.xmin <= transaction)
        #expect(!snapshot.contains(transaction))
    }

    @Test func `a function without a result and a literal without a type decode`() async throws {
        let rows = try await TestDatabase.pool.query("SELECT pg_sleep(0), 'x', 1")

        let (void, text, number) = try rows.one(PGVoid.self, String.self, Int.self)

        #expect(void == PGVoid() && text == "x" && number == 1)
    }

    @Test func `types this library does not know come as they are`() async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("cube", on: pool)
        try await pool.query("CREATE TYPE pair AS (a int, b text)")
        let raw = try await pool.query("SELECT '(1,2)'::cube, ROW(1, 'x')::pair")
            .one(PGRaw.self, PGRaw.self)

        // What came in binary goes back the same way, to the type it came from.
        let back = try await pool.query(
            "SELECT (\(raw.0)::cube)::text, (\(raw.1)::pair).b, \("(3,4)")::cube::text"
        ).one(String.self, String.self, String.self)
        let text = try await pool.query("SELECT '(1,2)'::cube, 'postgres=r/postgres'::aclitem")
            .one(PGRaw.self, PGRaw.self)

        #expect(raw.0.format == .binary && !raw.0.type.isBuiltIn)
        #expect(back.0 == "(1, 2)" && back.1 == "x" && back.2 == "(3, 4)")
        #expect(text.0.format == .text && text.0.textRepresentation == "(1, 2)")
    }

    @Test func `searching uses the search types`() async throws {
        let document = PGTSVector([.init("cat", [.init(3)]), .init("fat", [.init(2, weight: .a)])])
        let query: PGTSQuery = .lexeme("fat", weights: .a).followed(by: .lexeme("ca", prefix: true))

        let (matches, printed) = try await TestDatabase.pool.query(
            "SELECT \(document)::tsvector @@ \(query), to_tsquery('english', 'fat:A <-> cat:*')"
        ).one(Bool.self, PGTSQuery.self)

        #expect(matches)
        #expect(printed.description == "'fat':A <-> 'cat':*")
    }

    @Test func `placeholders take the type the server infers`() async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("hstore", "ltree", on: pool)
        try await pool.query(
            """
            CREATE TABLE device (address inet, network cidr, hardware macaddr, flags bit(4),
                place point, attributes hstore, path ltree, started timetz)
            """)
        let address = try #require(PGInet("10.1.2.3/16"))
        try await pool.query(
            """
            INSERT INTO device VALUES (\(address), \(address.network),
                \(PGMACAddress("08:00:2b:01:02:03")), \([true, false, true, true] as PGBitString),
                \(PGPoint(x: 1, y: 2)), \(["a": "1", "b": nil] as PGHStore),
                \("top.child" as PGLTree), \(PGTimeTZ("12:00:00+02")))
            """)

        let found = try await pool.query(
            """
            SELECT address, attributes, path, flags FROM device
            WHERE address <<= \(address.network) AND place <-> \(PGPoint(x: 0, y: 2)) <= 1
                AND path <@ \("top" as PGLTree) AND attributes ? \("a")
            """
        ).one(PGInet.self, PGHStore.self, PGLTree.self, PGBitString.self)

        #expect(found.0 == address)
        #expect(found.1 == ["a": "1", "b": nil])
        #expect(found.2 == "top.child")
        #expect(found.3.description == "1011")
    }
}
