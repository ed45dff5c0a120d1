import CodecSamples
import PGCore
import PGTestKit
import PGWire
import Testing

/// The same samples that the codecs are tested with in memory, sent to a server and back.
@Suite("Codecs on a server", .liveDatabase, .timeLimit(.minutes(2)))
struct CodecTests {
    /// One connection for all samples of a test: thousands of databases would prove no more.
    private func withConnection(_ body: (Connection) async throws -> Void) async throws {
        try await TestDatabase.pool.withConnection { connection in
            try await connection.query("SET timezone = 'UTC'")
            try await body(connection)
        }
    }

    @Test func everyValueBindsAndComesBackInBinary() async throws {
        try await withConnection { connection in
            let missing = try await connection.missingTypes()
            for sample in CodecSample.builtIn where !missing.contains(sample.sqlType) {
                let statement: SQLStatement =
                    "SELECT \(Bound(sample.value))::\(raw: sample.sqlType) AS value"
                let row = try await connection.query(statement)[0]
                let decoded = try sample.decode(row.cell(at: 0))
                #expect(row.cell(at: 0).format == .binary, "\(sample)")
                #expect(decoded == sample.value.textRepresentation, "\(sample)")
            }
        }
    }

    @Test func everyValueComesBackAsTextBesideAColumnThatHasNoBinaryForm() async throws {
        try await withConnection { connection in
            let missing = try await connection.missingTypes()
            for sample in CodecSample.builtIn where !missing.contains(sample.sqlType) {
                let statement: SQLStatement = """
                    SELECT \(Bound(sample.value))::\(raw: sample.sqlType) AS value,
                           'postgres=r/postgres'::aclitem AS no_binary_form
                    """
                let row = try await connection.query(statement)[0]
                let decoded = try sample.decode(row.cell(at: 0))
                #expect(row.cell(at: 0).format == .text, "\(sample)")
                if connection.printsAsBefore(sample) {
                    #expect(row.cell(at: 0).string == sample.text, "\(sample)")
                }
                #expect(decoded == sample.value.textRepresentation, "\(sample)")
            }
        }
    }

    @Test func enumsBindAndDecodeAloneAndInArrays() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE mood AS ENUM ('sad', 'happy, very', '\"quoted\"')")

        let some: [Mood] = [.sad, .quoted]
        let optional: [Mood?] = [nil, .happy]

        let rows = try await pool.query(
            "SELECT \(Mood.happy)::mood, \(some)::mood[], \(optional)::mood[]")

        let row = try #require(try rows.decode(Mood.self, [Mood].self, [Mood?].self).first)
        #expect(row.0 == Mood.happy)
        #expect(row.1 == some)
        #expect(row.2 == optional)
    }

    @Test func aLabelTheEnumDoesNotHaveIsAnError() async throws {
        let rows = try await TestDatabase.pool.query("SELECT 'merry' AS mood")
        let error = #expect(throws: PGError.self) { try rows.decode(Mood.self) }
        #expect(error?.code == .decodingFailed)
        #expect(error?.column == "mood")
    }

    enum Mood: String, SQLValue, ArrayElement {
        case sad
        case happy = "happy, very"
        case quoted = "\"quoted\""
    }

    @Test func rowsDecodeIntoAnyDecodable() async throws {
        struct User: Decodable, Equatable {
            var id: Int
            var displayName: String
            var age: Int?
            var tags: [String]
        }
        let rows = try await TestDatabase.pool.query(
            "SELECT 1::int8 AS id, 'A' AS display_name, NULL::int4 AS age, ARRAY['x', 'y'] AS tags")

        let users = try rows.decode(into: User.self)

        #expect(users == [User(id: 1, displayName: "A", age: nil, tags: ["x", "y"])])
    }
}

/// Binds a value whose type is not known statically.
private struct Bound: ParameterEncodable {
    let value: any ParameterEncodable

    init(_ value: any ParameterEncodable) { self.value = value }

    var isNull: Bool { value.isNull }

    func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try value.encode(as: type, into: &writer)
    }

    var textRepresentation: String { value.textRepresentation }
}
