#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore
import Testing

@Suite("Decoding rows into Codable types")
struct RowDecoderTests {
    enum Mood: String, Codable, SQLValue, ArrayElement { case sad, happy }
    enum Level: Int, Codable { case low = 1, high }

    struct Address: Codable, Equatable {
        var city: String
        var zip: String?
    }

    struct User: Decodable, Equatable {
        var id: Int
        var name: String
        var createdAt: PGTimestampTZ
        var age: UInt8?
        var mood: Mood
        var level: Level
        var address: Address?
        var tags: [String]
        var missing: Int?
    }

    static let columns = [
        FixtureColumn("tags", .textArray), FixtureColumn("id", .int8), FixtureColumn("name", .text),
        FixtureColumn("created_at", .timestamptz), FixtureColumn("age", .int4),
        FixtureColumn("mood", OID(70_000)), FixtureColumn("level", .int2),
        FixtureColumn("address", .jsonb), FixtureColumn("extra", .bool),
    ]

    static func rows(
        format: WireFormat = .binary, _ rows: [[(any ParameterEncodable)?]]
    ) throws -> FixtureRows {
        let columns = columns.map { FixtureColumn($0.name, $0.type, format) }
        return try FixtureRows(columns, rows)
    }

    static let instant = PGTimestampTZ(microsecondsSince2000: 1)

    static let full: [(any ParameterEncodable)?] = [
        ["a", "b"], 1, "Ann", instant, 42, Mood.happy, 2,
        JSONEncoded(Address(city: "Rom", zip: nil)), true,
    ]

    @Test(arguments: [WireFormat.binary, .text])
    func `properties find their columns by name`(format: WireFormat) throws {
        let rows = try Self.rows(
            format: format,
            [Self.full, [[String](), 2, "Bo", Self.instant, nil, Mood.sad, 1, nil, nil]])

        let users = try rows.decode(into: User.self)

        #expect(
            users == [
                User(
                    id: 1, name: "Ann", createdAt: Self.instant, age: 42, mood: .happy,
                    level: .high, address: Address(city: "Rom"), tags: ["a", "b"]),
                User(
                    id: 2, name: "Bo", createdAt: Self.instant, age: nil, mood: .sad, level: .low,
                    address: nil, tags: []),
            ])
    }

    @Test func `one row decodes by itself`() throws {
        let rows = try Self.rows([Self.full])

        #expect(try rows.row(at: 0).decode(into: User.self).name == "Ann")
    }

    @Test func `a missing column is named`() throws {
        struct Wanted: Decodable { var lastName: String }
        let rows = try Self.rows([Self.full])

        let error = #expect(throws: PGError.self) { try rows.decode(into: Wanted.self) }

        #expect(error?.code == .columnNotFound)
        #expect(error?.column == "lastName")
        #expect(error?.row == 0)
        #expect(error?.hint?.contains("tags, id, name") == true)
    }

    @Test func `the exact name wins over snake case`() throws {
        struct Both: Decodable { var createdAt: Int }
        let rows = try FixtureRows(
            [FixtureColumn("created_at", .int4), FixtureColumn("createdAt", .int4)], [[1, 2]])

        #expect(try rows.decode(into: Both.self).map(\.createdAt) == [2])
    }

    @Test func `acronyms and digits turn into snake case`() throws {
        struct Names: Decodable {
            var authorID: Int
            var userURLString: Int
            var line2: Int
        }
        let rows = try FixtureRows(
            [
                FixtureColumn("line2", .int4), FixtureColumn("user_url_string", .int4),
                FixtureColumn("author_id", .int4),
            ], [[1, 2, 3], [4, 5, 6]])

        let names = try rows.decode(into: Names.self)

        #expect(names.map(\.authorID) == [3, 6])
        #expect(names.map(\.userURLString) == [2, 5])
        #expect(names.map(\.line2) == [1, 4])
    }

    @Test func `NULL for a property that is not optional names the column`() throws {
        var values = Self.full
        values[2] = nil
        let rows = try Self.rows([Self.full, values])

        let error = #expect(throws: PGError.self) { try rows.decode(into: User.self) }

        #expect(error?.code == .unexpectedNull)
        #expect(error?.column == "name")
        #expect(error?.row == 1)
    }

    @Test func `unsigned properties are range-checked`() throws {
        struct Unsigned: Decodable { var age: UInt8 }
        let rows = try FixtureRows([FixtureColumn("age", .int4)], [[256]])

        let error = #expect(throws: PGError.self) { try rows.decode(into: Unsigned.self) }

        #expect(error?.code == .decodingFailed)
        #expect(error?.column == "age")
    }

    @Test func `the largest unsigned number comes from a numeric`() throws {
        struct Unsigned: Decodable { var n: UInt64 }
        let rows = try FixtureRows([FixtureColumn("n", .numeric)], [[PGNumeric(UInt64.max)]])

        #expect(try rows.decode(into: Unsigned.self).map(\.n) == [.max])
    }

    @Test func `an unknown label names the enum, the label and the column`() throws {
        struct Moody: Decodable { var mood: Mood }
        let rows = try FixtureRows([FixtureColumn("mood", OID(70_000))], [["angry"]])

        let error = #expect(throws: PGError.self) { try rows.decode(into: Moody.self) }

        #expect(error?.code == .decodingFailed)
        #expect(error?.message == "Mood has no case for \"angry\"")
        #expect(error?.column == "mood")
    }

    @Test func `an unknown raw value of a plain Codable enum names the column`() throws {
        struct Leveled: Decodable { var level: Level }
        let rows = try FixtureRows([FixtureColumn("level", .int2)], [[9]])

        let error = #expect(throws: PGError.self) { try rows.decode(into: Leveled.self) }

        #expect(error?.code == .decodingFailed)
        #expect(error?.column == "level")
        #expect(error?.underlying is DecodingError)
    }

    @Test func `a single value reads the only column`() throws {
        let levels = try FixtureRows([FixtureColumn("level", .int2)], [[1], [2]])
        let moods = try FixtureRows([FixtureColumn("mood", OID(70_000))], [["sad"]])

        #expect(try levels.decode(into: Level.self) == [.low, .high])
        #expect(try levels.decode(into: Int.self) == [1, 2])
        #expect(try moods.decode(into: Mood.self) == [.sad])
        let error = #expect(throws: PGError.self) {
            try Self.rows([Self.full]).decode(into: Level.self)
        }
        #expect(error?.code == .columnCountMismatch)
    }

    @Test func `an array property reads a jsonb column as well`() throws {
        struct Tagged: Decodable { var tags: [String] }
        let rows = try FixtureRows([FixtureColumn("tags", .jsonb)], [[JSONText(#"["x"]"#)]])

        #expect(try rows.decode(into: Tagged.self).map(\.tags) == [["x"]])
    }

    @Test func `a malformed document names the column`() throws {
        struct Holder: Decodable { var address: Address }
        let rows = try FixtureRows([FixtureColumn("address", .json)], [[JSONText("{\"zip\":1}")]])

        let error = #expect(throws: PGError.self) { try rows.decode(into: Holder.self) }

        #expect(error?.code == .decodingFailed)
        #expect(error?.column == "address")
    }

    @Test func `a nested type in a column that is not JSON says where it would be read from`()
        throws
    {
        struct Holder: Decodable { var address: Address }
        let rows = try FixtureRows([FixtureColumn("address", .int4)], [[1]])

        let error = #expect(throws: PGError.self) { try rows.decode(into: Holder.self) }

        #expect(error?.code == .decodingFailed)
        #expect(error?.hint?.contains("jsonb") == true)
        #expect(error?.column == "address")
    }

    @Test func `a hand-written initialiser can ask for nested containers`() throws {
        struct Nested: Decodable {
            var city: String
            enum Keys: String, CodingKey { case address }
            enum Inner: String, CodingKey { case city }

            init(from decoder: any Decoder) throws {
                let outer = try decoder.container(keyedBy: Keys.self)
                city = try outer.nestedContainer(keyedBy: Inner.self, forKey: .address)
                    .decode(String.self, forKey: .city)
            }
        }
        let rows = try FixtureRows(
            [FixtureColumn("address", .jsonb)], [[JSONText(#"{"city":"Rom"}"#)]])

        #expect(try rows.decode(into: Nested.self).map(\.city) == ["Rom"])
    }

    @Test func `an error of the type itself is kept`() throws {
        struct Refusal: Error {}
        struct Picky: Decodable {
            init(from decoder: any Decoder) throws { throw Refusal() }
        }
        let rows = try FixtureRows([FixtureColumn("n", .int4)], [[1]])

        let error = #expect(throws: PGError.self) { try rows.decode(into: Picky.self) }

        #expect(error?.underlying is Refusal)
    }

    @Test func `Foundation's types are read by their column codecs`() throws {
        struct Foundational: Decodable, Equatable {
            var id: UUID
            var at: Date
            var price: Decimal
            var body: Data
        }
        let id = UUID()
        let columns = [
            FixtureColumn("id", .uuid), FixtureColumn("at", .timestamptz),
            FixtureColumn("price", .numeric), FixtureColumn("body", .bytea),
        ]
        let at = Date(timeIntervalSinceReferenceDate: 5)
        let rows = try FixtureRows(columns, [[id, at, Decimal(7), Data([1])]])

        #expect(
            try rows.decode(into: Foundational.self)
                == [Foundational(id: id, at: at, price: 7, body: Data([1]))])
    }
}
