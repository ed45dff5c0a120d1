import PGCore
import PGTestKit
import PGWire
import Testing

/// Types that users make are found in the catalog and decoded without being registered.
@Suite("Types of users", .liveDatabase, .timeLimit(.minutes(2)))
struct UserTypeTests {
    enum Mood: String, PostgresEnum, Codable {
        static let typeName = "mood"
        case sad, ok
        case happy = "very happy"
    }

    struct Address: PostgresComposite, Equatable {
        static let typeName = "address"
        var street: String
        var houseNumber: Int
        var tags: [String]?
    }

    struct Person: PostgresComposite, Equatable {
        static let typeName = "person"
        var name: String
        var mood: Mood
        var home: Address?
        var others: [Address]
    }

    /// Makes the types the tests use, on a pool that has met none of them.
    private func makeTypes() async throws -> ConnectionPool {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy')")
        try await pool.query("CREATE DOMAIN positive AS integer CHECK (VALUE > 0)")
        try await pool.query("CREATE DOMAIN small_positive AS positive CHECK (VALUE < 100)")
        try await pool.query("CREATE DOMAIN labels AS text[]")
        try await pool.query(
            "CREATE TYPE address AS (street text, house_number small_positive, tags labels)")
        try await pool.query(
            "CREATE TYPE person AS (name text, mood mood, home address, others address[])")
        try await pool.query("CREATE TYPE floatrange AS RANGE (subtype = float8)")
        try await pool.query("CREATE TYPE moodrange AS RANGE (subtype = mood)")
        return pool
    }

    private let home = Address(street: "Main \"St\", (5)", houseNumber: 7, tags: ["a,b", "{c}"])

    @Test func domainsDecodeAsWhatTheyAreMadeOf() async throws {
        let pool = try await makeTypes()

        let rows = try await pool.query(
            """
            SELECT 5::small_positive, ARRAY[1, NULL]::small_positive[], ARRAY['x']::labels,
                ARRAY[[1, 2], [3, 4]]::positive[]
            """)

        let row = try #require(
            try rows.decode(Int.self, [Int?].self, [String].self, [[Int]].self).first)
        #expect(row.0 == 5)
        #expect(row.1 == [1, nil])
        #expect(row.2 == ["x"])
        #expect(row.3 == [[1, 2], [3, 4]])
    }

    @Test func domainsTakeWhatTheyAreMadeOfAndTheServerChecksIt() async throws {
        let pool = try await makeTypes()

        let rows = try await pool.query(
            "SELECT \(7)::small_positive, \([1, nil] as [Int?])::small_positive[]")
        let error = await #expect(throws: PGError.self) {
            try await pool.query("SELECT \(700)::small_positive")
        }

        let row = try #require(try rows.decode(Int.self, [Int?].self).first)
        #expect(row.0 == 7)
        #expect(row.1 == [1, nil])
        #expect(error?.sqlState == "23514")
    }

    @Test func anArrayOfADomainOverAnArrayIsAnArrayOfArrays() async throws {
        let pool = try await makeTypes()

        let rows = try await pool.query("SELECT ARRAY['{a}', '{b,c}']::labels[]")

        #expect(try rows.decode([[String]].self) == [[["a"], ["b", "c"]]])
    }

    @Test func enumsDecodeAsStringsAndCasesInEveryContainer() async throws {
        let pool = try await makeTypes()

        let rows = try await pool.query(
            """
            SELECT \(Mood.happy)::mood, \([.sad, nil, .happy] as [Mood?])::mood[], ARRAY['ok']::mood[],
                '[sad,"very happy")'::moodrange, \([[.sad], [.ok]] as [[Mood]])::mood[]
            """)

        let row = rows[0]
        #expect(try Mood(from: row.cell(at: 0)) == .happy)
        #expect(try String(from: row.cell(at: 0)) == "very happy")
        #expect(try [Mood?](from: row.cell(at: 1)) == [.sad, nil, .happy])
        #expect(try [String](from: row.cell(at: 2)) == ["ok"])
        let range = try PGRange<String>(from: row.cell(at: 3))
        #expect(range.lower == .inclusive("sad"))
        #expect(range.upper == .exclusive("very happy"))
        #expect(try [[Mood]](from: row.cell(at: 4)) == [[.sad], [.ok]])
        #expect(row.cell(at: 0).format == .binary)
    }

    @Test func rangesAndMultirangesOfUsersGoBothWays() async throws {
        let pool = try await makeTypes()
        let range = PGRange(0.5..<1.5)
        let several: PGMultirange<Double> = [PGRange(0.5..<1.5), PGRange(3...)]

        let rows = try await pool.query(
            """
            SELECT \(range)::floatrange, \(several)::floatmultirange, \([range, nil])::floatrange[],
                \(PGRange<Double>.empty)::floatrange
            """)

        let row = rows[0]
        #expect(try PGRange<Double>(from: row.cell(at: 0)) == range)
        #expect(try PGMultirange<Double>(from: row.cell(at: 1)) == several)
        #expect(try [PGRange<Double>?](from: row.cell(at: 2)) == [range, nil])
        #expect(try PGRange<Double>(from: row.cell(at: 3)).isEmpty)
        #expect(PGMultirange<Double>.sqlType == "floatmultirange")
    }

    @Test(arguments: [false, true])
    func compositesGoBothWaysNestedAndInArrays(asText: Bool) async throws {
        let pool = try await makeTypes()
        let person = Person(
            name: "Ann \\ \"B\"", mood: .happy, home: home,
            others: [home, Address(street: "", houseNumber: 1, tags: nil)])
        let beside = asText ? ", 'postgres=r/postgres'::aclitem" : ""

        let rows = try await pool.query(
            """
            SELECT \(person)::person, \([person, nil] as [Person?])::person[],
                ((\(person)::person).home).house_number\(raw: beside)
            """)

        let row = rows[0]
        #expect(row.cell(at: 0).format == (asText ? .text : .binary))
        #expect(try Person(from: row.cell(at: 0)) == person)
        #expect(try [Person?](from: row.cell(at: 1)) == [person, nil])
        #expect(try Int(from: row.cell(at: 2)) == 7)
    }

    @Test func aDecodablePropertyReadsCompositesAndTheirArraysWithNothingDeclared() async throws {
        struct Place: Decodable, Equatable {
            var street: String
            var houseNumber: Int
        }
        struct Row: Decodable, Equatable {
            var id: Int
            var place: Place
            var missing: Place?
            var places: [Place?]
            var table: [[Place]]
        }
        let pool = try await makeTypes()

        let rows = try await pool.query(
            """
            SELECT 1 AS id, ROW('a', 1, NULL)::address AS place, NULL::address AS missing,
                ARRAY[ROW('b', 2, NULL)::address, NULL] AS places,
                ARRAY[[ROW('c', 3, NULL)::address], [ROW('d', 4, NULL)::address]] AS table
            """)

        let expected = Row(
            id: 1, place: Place(street: "a", houseNumber: 1), missing: nil,
            places: [Place(street: "b", houseNumber: 2), nil],
            table: [
                [Place(street: "c", houseNumber: 3)], [Place(street: "d", houseNumber: 4)],
            ])
        #expect(try rows.decode(into: Row.self) == [expected])
    }

    @Test func recordsAreReadByPositionByNameAndAsTuples() async throws {
        let pool = try await makeTypes()

        let rows = try await pool.query(
            """
            SELECT ROW(1, 'x', NULL, ROW(2.5, true)), ROW('a', 1, '{t}')::address,
                ARRAY[ROW(1, 'x'), ROW(2, 'y')]
            """)

        let anonymous = try PGRecord(from: rows[0].cell(at: 0))
        let (number, text, nothing, inner) = try anonymous.decode(
            Int.self, String.self, Int?.self, PGRecord.self)
        #expect(number == 1)
        #expect(text == "x")
        #expect(nothing == nil)
        #expect(try inner.decode(PGNumeric.self, Bool.self) == (PGNumeric("2.5"), true))
        #expect(anonymous.fieldNames == ["f1", "f2", "f3", "f4"])
        let address = try PGRecord(from: rows[0].cell(at: 1))
        #expect(address.typeName == "address")
        #expect(address.fieldNames == ["street", "house_number", "tags"])
        #expect(try address.decode(field: "house_number", as: Int.self) == 1)
        #expect(address.description == #"("a","1","{\"t\"}")"#)
        let several = try [PGRecord](from: rows[0].cell(at: 2))
        #expect(try several.map { try $0.decode(Int.self, String.self).1 } == ["x", "y"])
    }

    @Test func fieldsBindByPositionAndByName() async throws {
        let pool = try await makeTypes()

        let rows = try await pool.query(
            """
            SELECT \(PGComposite("a", 5, ["t"]))::address,
                \(PGComposite(named: ["house_number": 6, "street": "b"]))::address
            """)
        let record = try PGRecord(from: rows[0].cell(at: 0))
        let again = try await pool.query("SELECT \(record)::address = \(record)::address")

        #expect(
            try Address(from: rows[0].cell(at: 0))
                == Address(street: "a", houseNumber: 5, tags: ["t"]))
        #expect(
            try Address(from: rows[0].cell(at: 1))
                == Address(street: "b", houseNumber: 6, tags: nil))
        #expect(try again.decode(Bool.self) == [true])
    }

    @Test func aFieldThatTheTypeDoesNotHaveIsNamed() async throws {
        let pool = try await makeTypes()

        let name = await #expect(throws: PGError.self) {
            try await pool.query("SELECT \(PGComposite(named: ["town": "x"]))::address")
        }
        let count = await #expect(throws: PGError.self) {
            try await pool.query("SELECT \(PGComposite("x"))::address")
        }

        #expect(name?.code == .parameterMismatch)
        #expect(name?.message.contains("town") == true)
        #expect(name?.parameter == 1)
        #expect(count?.code == .parameterMismatch)
    }

    @Test func aWholeRowOfATableDecodesIntoAStruct() async throws {
        struct Item: Decodable, Equatable {
            var id: Int
            var mood: Mood
        }
        struct Found: Decodable, Equatable {
            var item: Item
            var items: [Item]
        }
        let pool = try await makeTypes()
        try await pool.query("CREATE TABLE items (id positive, gone int, mood mood)")
        try await pool.query("ALTER TABLE items DROP COLUMN gone")
        try await pool.query("INSERT INTO items VALUES (1, 'ok')")

        let rows = try await pool.query(
            "SELECT items AS item, array_agg(items) OVER () AS items FROM items")

        let item = Item(id: 1, mood: .ok)
        #expect(try rows.decode(into: Found.self) == [Found(item: item, items: [item])])
    }
}
