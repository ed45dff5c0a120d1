import PGCore
import PGTestKit
import PGWire
import Testing

/// Codecs that users write for types known by name, in text and in binary.
@Suite("Codecs of users", .liveDatabase, .timeLimit(.minutes(2)))
struct CustomTypeTests {
    /// A text codec: `citext` has the same bytes in both formats.
    struct EmailAddress: PostgresTextType, Equatable {
        static let typeName = "citext"
        let address: String

        init?(postgresText text: String) {
            guard text.contains("@") else { return nil }
            address = text.lowercased()
        }

        var textRepresentation: String { address }
    }

    /// A binary codec: `ltree_send` writes a version and the text.
    struct Path: PostgresBinaryType, Equatable {
        static let typeName = "ltree"
        var labels: [String]

        init(_ labels: [String]) {
            self.labels = labels
        }

        init?(postgresText text: String) {
            labels = text.split(separator: ".").map(String.init)
        }

        var textRepresentation: String { labels.joined(separator: ".") }

        init(binary cell: Cell) throws(PGError) {
            guard try cell.integer(as: UInt8.self) == 1 else {
                throw PGError.malformed(Path.self, cell)
            }
            let text = try cell.slice(1..<cell.count, type: .text).string
            labels = text.split(separator: ".").map(String.init)
        }

        func encodeBinary(into writer: inout ParameterWriter) throws(PGError) {
            writer.write(byte: 1)
            writer.write(utf8: textRepresentation)
        }
    }

    /// A text codec of a type whose binary form is something else.
    struct CubeText: PostgresTextType, Equatable {
        static let typeName = "cube"
        let textRepresentation: String

        init?(postgresText text: String) {
            textRepresentation = text
        }
    }

    /// A binary codec of points: `cube_send` writes flags and dimensions in one number, then coordinates.
    struct CubePoint: PostgresBinaryType, Equatable {
        static let typeName = "cube"
        var coordinates: [Double]

        init(_ coordinates: [Double]) {
            self.coordinates = coordinates
        }

        init?(postgresText text: String) {
            guard text.hasPrefix("("), text.hasSuffix(")") else { return nil }
            let numbers = text.dropFirst().dropLast().split(separator: ",").map { part in
                Double(String(part.drop { $0 == " " }))
            }
            coordinates = numbers.compactMap { $0 }
            guard coordinates.count == numbers.count else { return nil }
        }

        var textRepresentation: String {
            "(" + coordinates.map(\.textRepresentation).joined(separator: ", ") + ")"
        }

        init(binary cell: Cell) throws(PGError) {
            let header = try cell.integer(as: UInt32.self)
            guard header & 0x8000_0000 != 0, cell.count == 4 + 8 * Int(header & 0x7FFF_FFFF) else {
                throw PGError.malformed(CubePoint.self, cell)
            }
            coordinates = []
            for index in 0..<Int(header & 0x7FFF_FFFF) {
                let bits: UInt64 = try cell.integer(at: 4 + 8 * index)
                coordinates.append(Double(bitPattern: bits))
            }
        }

        func encodeBinary(into writer: inout ParameterWriter) throws(PGError) {
            writer.write(0x8000_0000 | UInt32(truncatingIfNeeded: coordinates.count))
            for number in coordinates { writer.write(number.bitPattern) }
        }
    }

    /// A domain is presented as what it is made of, so its Swift type wraps that.
    struct Percentage: RawRepresentable, SQLValue, Equatable {
        static let sqlType: SQLType = "percentage"
        let rawValue: Int

        init?(rawValue: Int) {
            guard (0...100).contains(rawValue) else { return nil }
            self.rawValue = rawValue
        }
    }

    @Test func aTextCodecBindsAndDecodesAloneAndInArrays() async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("citext", on: pool)
        let email = try #require(EmailAddress(postgresText: "Ann@Example.org"))

        let rows = try await pool.query(
            """
            SELECT \(email)::citext, \([email, nil] as [EmailAddress?])::citext[],
                'ANN@EXAMPLE.ORG'::citext = \(email)::citext, 'a@b'::text, 'x'::citext
            """)

        let row = rows[0]
        #expect(try EmailAddress(from: row.cell(at: 0)) == email)
        #expect(try [EmailAddress?](from: row.cell(at: 1)) == [email, nil])
        #expect(try Bool(from: row.cell(at: 2)))
        #expect(try EmailAddress(from: row.cell(at: 3)).address == "a@b")
        #expect(try String(from: row.cell(at: 0)) == "ann@example.org")
        #expect(row.cell(at: 0).format == .binary)
        #expect(row.cell(at: 0).typeName == "citext")
        let error = #expect(throws: PGError.self) { try EmailAddress(from: row.cell(at: 4)) }
        #expect(error?.code == .decodingFailed)
    }

    @Test(arguments: [false, true])
    func aBinaryCodecBindsAndDecodesInEveryContainer(asText: Bool) async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("ltree", on: pool)
        try await pool.query("CREATE TYPE holder AS (id int, path ltree)")
        let path = Path(["top", "science"])
        let beside = asText ? ", 'postgres=r/postgres'::aclitem" : ""

        let rows = try await pool.query(
            """
            SELECT \(path)::ltree, \([path, Path([])])::ltree[], \(PGComposite(1, path))::holder,
                \(path)::ltree <@ 'top'::ltree\(raw: beside)
            """)

        let row = rows[0]
        #expect(row.cell(at: 0).format == (asText ? .text : .binary))
        #expect(try Path(from: row.cell(at: 0)) == path)
        #expect(try [Path](from: row.cell(at: 1)) == [path, Path([])])
        let (id, inner) = try PGRecord(from: row.cell(at: 2)).decode(Int.self, Path.self)
        #expect(id == 1)
        #expect(inner == path)
        #expect(try Bool(from: row.cell(at: 3)))
    }

    @Test func aBinaryCodecOfNumbersAgreesWithTheServersText() async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("cube", on: pool)
        var random = SystemRandomNumberGenerator()

        for _ in 0..<50 {
            let point = CubePoint(
                (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 64
                })
            let rows = try await pool.query(
                "SELECT \(point)::cube, \(point)::cube::text, \([point])::cube[]")
            let row = rows[0]
            #expect(try CubePoint(from: row.cell(at: 0)) == point)
            #expect(CubePoint(postgresText: try String(from: row.cell(at: 1))) == point)
            #expect(try [CubePoint](from: row.cell(at: 2)) == [point])
        }
    }

    @Test func aTypeCanBeHadAsTextByItsName() async throws {
        let setup = try TestDatabase.pool
        try await createExtensions("cube", on: setup)
        let sql: SQLStatement = "SELECT '(1, 2)'::cube, 7, ARRAY['(3)']::cube[]"

        let inBinary = try await setup.query(sql)
        let error = #expect(throws: PGError.self) { try CubeText(from: inBinary[0].cell(at: 0)) }
        #expect(error?.hint?.contains("text") == true)
        try await withPool({ $0.connection.typesReadAsText = ["cube"] }) { pool in
            for _ in 0..<2 {
                let row = try await pool.query(sql)[0]
                #expect(try CubeText(from: row.cell(at: 0)).textRepresentation == "(1, 2)")
                #expect(try Int(from: row.cell(at: 1)) == 7)
                #expect(try [CubeText](from: row.cell(at: 2)).count == 1)
            }
            let other = try await pool.query("SELECT 7")
            #expect(other[0].cell(at: 0).format == .binary)
        }
    }

    @Test func aCodecRefusesATypeOfAnotherName() async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("cube", "ltree", on: pool)

        let rows = try await pool.query("SELECT '(1)'::cube, 'a'::ltree, 1")

        for column in [0, 2] {
            let error = #expect(throws: PGError.self) { try Path(from: rows[0].cell(at: column)) }
            #expect(error?.code == .decodingFailed)
            #expect(error?.message.contains(column == 0 ? "cube" : "int4") == true)
        }
        let text = #expect(throws: PGError.self) { try String(from: rows[0].cell(at: 0)) }
        #expect(text?.code == .decodingFailed)
    }

    @Test func aCodecFindsItsTypeInAnotherSchemaAndDatabase() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE SCHEMA extensions")
        try await createExtensions("ltree", schema: "extensions", on: pool)
        let path = Path(["a", "b"])

        let rows = try await pool.query("SELECT \(path)::extensions.ltree")

        #expect(try rows.decode(Path.self) == [path])
        #expect(rows[0].cell(at: 0).isType(named: "extensions.ltree"))
        #expect(!rows[0].cell(at: 0).isType(named: "public.ltree"))
    }

    @Test func aDomainIsReadByAWrapperOfWhatItIsMadeOf() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE DOMAIN percentage AS int CHECK (VALUE BETWEEN 0 AND 100)")
        let half = try #require(Percentage(rawValue: 50))

        let rows = try await pool.query("SELECT \(half)::percentage, \([half])::percentage[]")

        #expect(try rows.decode(Percentage.self, [Percentage].self)[0].1 == [half])
    }
}
