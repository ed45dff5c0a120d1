import CodecSamples
import PGCore
import PGTestKit
import PGWire
import Testing

/// Random values of every type, sent to a server in both formats and compared with what it prints.
@Suite("Random values of every type on a server", .liveDatabase, .timeLimit(.minutes(2)))
struct CodecPropertyLiveTests {
    private static let count = 60

    /// Runs the body for every type on one connection: a database for each would prove no more.
    private func forEveryType(
        _ body: (CodecProperty, CodecPropertyValues, Connection) async throws -> Void
    ) async throws {
        try await TestDatabase.pool.withConnection { connection in
            // Money is printed as its type here prints it.
            try await connection.query("SET lc_monetary = 'C'")
            try await connection.query("SET timezone = 'UTC'")
            let available = try await install(on: connection)
            let missing = try await connection.missingTypes()
            for property in CodecProperty.all where !missing.contains(property.sqlType) {
                if let name = property.extensionName, !available.contains(name) { continue }
                let seed = UInt64.random(in: .min ... .max)
                do {
                    try await body(property, property.values(seed, Self.count), connection)
                } catch {
                    Issue.record("\(property), seed \(seed): \(error)")
                }
            }
        }
    }

    /// Installs the extensions there are and returns them.
    private func install(on connection: Connection) async throws -> Set<String> {
        let wanted = Set(CodecProperty.all.compactMap(\.extensionName))
        let names = try await connection.query("SELECT name::text FROM pg_available_extensions")
            .decode(String.self).filter { wanted.contains($0) }
        for name in names {
            try await connection.query("CREATE EXTENSION \(identifier: name)")
        }
        return Set(names)
    }

    @Test func `an array of values comes back in binary, and prints as the server prints`()
        async throws
    {
        try await forEveryType { property, values, connection in
            let rows = try await connection.query(
                """
                SELECT value, format('%s', value)
                FROM unnest(\(Bound(values.array))::\(raw: property.sqlType)[])
                    WITH ORDINALITY AS t(value, number)
                ORDER BY number
                """)
            try #require(rows.count == Self.count + 1)
            #expect(values.keepsNull(rows[0].cell(at: 0)), "\(property)")
            for number in 0..<Self.count {
                let row = rows[number + 1]
                #expect(row.cell(at: 0).format == .binary)
                #expect(property.oid == nil || row.cell(at: 0).type == property.oid)
                let difference = try values.difference(row.cell(at: 0), number)
                try #require(difference == nil, "\(property)")
                let printed = try String.decode(row.cell(at: 1))
                let other = try Cell.withText(printed, type: row.cell(at: 0).type) {
                    (cell) throws(PGError) in try values.difference(cell, number)
                }
                try #require(other == nil, "\(property): \(printed)")
                if property.printsAsServer {
                    let text = values.values[number].textRepresentation
                    try #require(printed == text, "\(property)")
                }
            }
        }
    }

    @Test func `single values bind in their own format`() async throws {
        try await forEveryType { property, values, connection in
            var statement: SQLStatement = "SELECT NULL::\(raw: property.sqlType)"
            for value in values.values {
                statement.append(", \(Bound(value))::\(raw: property.sqlType)")
            }
            let row = try await connection.query(statement)[0]
            #expect(values.keepsNull(row.cell(at: 0)), "\(property)")
            for number in 0..<Self.count {
                let difference = try values.difference(row.cell(at: number + 1), number)
                try #require(difference == nil, "\(property)")
            }
        }
    }

    @Test func `text binds, and comes back as text beside a column without a binary form`()
        async throws
    {
        try await forEveryType { property, values, connection in
            let texts: [String?] = [nil] + values.values.map(\.textRepresentation)
            let rows = try await connection.query(
                """
                SELECT input::\(raw: property.sqlType), 'postgres=r/postgres'::aclitem
                FROM unnest(\(texts)::text[]) WITH ORDINALITY AS t(input, number)
                ORDER BY number
                """)
            try #require(rows.count == Self.count + 1)
            #expect(values.keepsNull(rows[0].cell(at: 0)), "\(property)")
            for number in 0..<Self.count {
                let cell = rows[number + 1].cell(at: 0)
                #expect(cell.format == .text)
                let difference = try values.difference(cell, number)
                try #require(difference == nil, "\(property): \(cell.string)")
            }
        }
    }

    @Test func `whole arrays come back in both formats`() async throws {
        try await forEveryType { property, values, connection in
            for (extra, format) in [("1", WireFormat.binary), ("'postgres=r/postgres'", .text)] {
                // The text of an array of boxes has semicolons between them.
                if format == .text, property.oid == .box { continue }
                let kind = format == .text ? "aclitem" : "int4"
                let rows = try await connection.query(
                    """
                    SELECT \(Bound(values.array))::\(raw: property.sqlType)[],
                        \(raw: extra)::\(raw: kind)
                    """)
                let cell = rows[0].cell(at: 0)
                #expect(cell.format == format)
                let difference = try values.arrayDifference(cell)
                try #require(difference == nil, "\(property) in \(format)")
            }
        }
    }

    @Test func `the type a Swift type declares is the type it is`() async throws {
        try await forEveryType { property, values, connection in
            // A text type's values are declared as text, and a bit string's length is its own.
            guard property.swiftType != "String", property.oid != .bit else { return }
            let rows = try await connection.query(
                """
                SELECT \(property.declaredType)::regtype::oid, \(property.sqlType)::regtype::oid,
                    (SELECT typname FROM pg_type WHERE oid = \(property.sqlType)::regtype)
                """)
            let (declared, actual, name) = try rows.one(OID.self, OID.self, String.self)
            if property.oid != nil { #expect(actual.description == name) }
            let close: [Set<OID>] = [
                [.json, .jsonb], [.pgSnapshot, .txidSnapshot],
            ]
            #expect(
                declared == actual || close.contains([declared, actual]),
                "\(property): \(declared), \(actual)")
            if let oid = property.oid { #expect(actual == oid, "\(property)") }
        }
    }

    @Test(
        arguments: [
            "Asia/Kolkata", "America/New_York", "Europe/Amsterdam", "Australia/Lord_Howe",
            "<-0330>+3:30",
        ])
    func `moments are the same in the text of every time zone`(zone: String) async throws {
        let property = try #require(CodecProperty.times.first { $0.oid == .timestamptz })
        let seed = UInt64.random(in: .min ... .max)
        let values = property.values(seed, 300)
        try await TestDatabase.pool.withConnection { connection in
            try await connection.query("SELECT set_config('timezone', \(zone), false)")
            let rows = try await connection.query(
                """
                SELECT value, 'postgres=r/postgres'::aclitem
                FROM unnest(\(Bound(values.array))::timestamptz[]) WITH ORDINALITY AS t(value, n)
                ORDER BY n
                """)
            for number in 0..<300 {
                let cell = rows[number + 1].cell(at: 0)
                let difference = try values.difference(cell, number)
                try #require(difference == nil, "seed \(seed): \(cell.string)")
            }
        }
    }

    @Test(arguments: [WireFormat.binary, .text])
    func `vectors go both ways in both formats`(format: WireFormat) async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("vector", on: pool)
        // A column without a binary form makes the whole result text.
        let more = format == .text ? ", 'postgres=r/postgres'::aclitem" : ""
        for count in [1, 3, 1536] {
            let numbers = (0..<count).map { Float($0 % 7) / 4 - 0.5 }
            let (vector, half) = (PGVector(numbers), PGHalfVector(numbers))
            let sparse = try #require(
                PGSparseVector(
                    Dictionary(uniqueKeysWithValues: zip(0..., numbers)), dimensions: count))
            for _ in 1...2 {
                let rows = try await pool.query(
                    """
                    SELECT \(vector)::vector, \(half)::halfvec, \(sparse)::sparsevec,
                        ARRAY[\(vector)::vector, NULL], \(vector.description)::text::vector\(raw: more)
                    """)
                #expect(rows[0].cell(at: 0).format == format)
                var index = 0
                #expect(try PGVector(from: rows[0], at: &index) == vector)
                #expect(try PGHalfVector(from: rows[0], at: &index) == half)
                #expect(try PGSparseVector(from: rows[0], at: &index) == sparse)
                #expect(try [PGVector?](from: rows[0], at: &index) == [vector, nil])
                #expect(try PGVector(from: rows[0], at: &index) == vector)
            }
        }
    }

    @Test func `vectors are compared by the server`() async throws {
        let pool = try TestDatabase.pool
        try await createExtensions("vector", on: pool)

        let rows = try await pool.query(
            "SELECT \(PGVector([1, 2]))::vector <-> \(PGVector([1, 4]))::vector")

        #expect(try rows.one(Double.self) == 2)
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
