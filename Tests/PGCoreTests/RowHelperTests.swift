import PGCore
import Testing

@Suite("Reading rows as values, dictionaries and columns")
struct RowHelperTests {
    struct Person: Decodable, Equatable {
        var id: Int
        var name: String?
    }

    static func people(
        _ rows: [[(any ParameterEncodable)?]], _ format: WireFormat = .binary
    ) throws -> FixtureRows {
        try FixtureRows(
            [FixtureColumn("id", .int4, format), FixtureColumn("name", .text, format)], rows)
    }

    static let two: [[(any ParameterEncodable)?]] = [[1, "Ann"], [2, nil]]

    @Test func `a value is the first column of the first row`() throws {
        let rows = try Self.people(Self.two)

        #expect(try rows.value(Int.self) == 1)
        #expect(try rows.valueOrNil(Int.self) == 1)
    }

    @Test func `no row has no value`() throws {
        let rows = try Self.people([])

        let error = #expect(throws: PGError.self) { try rows.value(Int.self) }

        #expect(error?.code == .rowCountMismatch)
        #expect(try rows.valueOrNil(Int.self) == nil)
    }

    @Test func `a NULL is no value, and an error where one is needed`() throws {
        let rows = try FixtureRows([FixtureColumn("n", .int4)], [[nil]])

        let error = #expect(throws: PGError.self) { try rows.value(Int.self) }

        #expect(error?.code == .unexpectedNull)
        #expect(error?.column == "n")
        #expect(error?.row == 0)
        #expect(try rows.valueOrNil(Int.self) == nil)
        #expect(try rows.value(Int?.self) == nil)
    }

    @Test func `one row decodes into a Codable type`() throws {
        #expect(
            try Self.people([[1, "Ann"]]).one(into: Person.self) == Person(id: 1, name: "Ann"))
        #expect(try Self.people([]).oneOrNil(into: Person.self) == nil)
        #expect(try Self.people([[2, nil]]).oneOrNil(into: Person.self) == Person(id: 2))
    }

    @Test(arguments: [0, 2])
    func `more or fewer rows than one are an error`(count: Int) throws {
        let rows = try Self.people(Array(Self.two.prefix(count)))

        let codes = [
            #expect(throws: PGError.self) { try rows.one(into: Person.self) }?.code,
            #expect(throws: PGError.self) { try rows.one(Int.self, String?.self) }?.code,
        ]

        #expect(codes == [.rowCountMismatch, .rowCountMismatch])
    }

    @Test func `columns become arrays`() throws {
        let (ids, names) = try Self.people(Self.two).columns(Int.self, String?.self)

        #expect(ids == [1, 2])
        #expect(names == ["Ann", nil])
    }

    @Test func `as many types as columns are needed`() throws {
        let rows = try Self.people(Self.two)

        let error = #expect(throws: PGError.self) {
            try rows.columns(Int.self, String?.self, Int.self)
        }

        #expect(error?.code == .columnCountMismatch)
    }

    @Test func `a column is found by its name`() throws {
        let rows = try Self.people(Self.two)

        #expect(try rows.decodeColumn(String?.self, named: "name") == ["Ann", nil])
        let error = #expect(throws: PGError.self) {
            try rows.decodeColumn(Int.self, named: "age")
        }
        #expect(error?.code == .columnNotFound)
        #expect(error?.hint == "It has id, name")
    }

    @Test(arguments: [WireFormat.binary, .text])
    func `rows become dictionaries`(format: WireFormat) throws {
        let rows = try Self.people(Self.two, format)

        #expect(
            try rows.dictionaries() == [
                ["id": .integer(1), "name": .text("Ann")], ["id": .integer(2), "name": .null],
            ])
        #expect(try rows.dictionary(Int.self, String?.self) == [1: "Ann", 2: nil])
    }

    @Test func `dictionaries of one type`() throws {
        let rows = try FixtureRows(
            [FixtureColumn("a", .int4), FixtureColumn("b", .int8)], [[1, 2]])

        #expect(try rows.dictionaries(of: Int.self) == [["a": 1, "b": 2]])
    }

    @Test func `two rows with one key are an error`() throws {
        let rows = try Self.people([[1, "a"], [1, "b"]])

        let error = #expect(throws: PGError.self) { try rows.dictionary(Int.self, String.self) }

        #expect(error?.code == .rowCountMismatch)
        #expect(error?.row == 1)
    }

    @Test func `columns are kept apart by type and found by name`() throws {
        let rows = try FixtureRows(
            [
                FixtureColumn("flag", .bool), FixtureColumn("n", .int2),
                FixtureColumn("x", .float8),
                FixtureColumn("t", .text), FixtureColumn("day", .date),
            ],
            [[true, 1, 1.5, "a", PGDate(daysSince2000: 0)], [nil, nil, nil, nil, nil]])

        let columnar = try rows.columnar()

        #expect(columnar.count == 2)
        #expect(columnar["flag"] == .bools([true, nil]))
        #expect(columnar["n"] == .integers([1, nil]))
        #expect(columnar["x"] == .doubles([1.5, nil]))
        #expect(columnar["t"] == .texts(["a", nil]))
        #expect(columnar["day"] == .others([.date(PGDate(daysSince2000: 0)), .null]))
        #expect(columnar["other"] == nil)
        #expect(columnar.columns.map(\.type) == [.bool, .int2, .float8, .text, .date])
    }
}

@Suite("Names of columns")
struct ColumnNameTests {
    static func twice() throws -> FixtureRows {
        try FixtureRows(
            [
                FixtureColumn("id", .int4), FixtureColumn("id", .int4),
                FixtureColumn("other_name", .text),
            ], [[1, 2, "x"]])
    }

    @Test func `a name that two columns have is refused, not guessed`() throws {
        struct Wanted: Decodable { var id: Int }
        let rows = try Self.twice()

        let errors = [
            #expect(throws: PGError.self) { try rows.decode(into: Wanted.self) },
            #expect(throws: PGError.self) { try rows.row(at: 0).decode("id", as: Int.self) },
            #expect(throws: PGError.self) { try rows.dictionaries() },
            #expect(throws: PGError.self) { try rows.decodeColumn(Int.self, named: "id") },
        ]

        for error in errors {
            #expect(error?.code == .ambiguousColumn)
            #expect(error?.column == "id")
        }
    }

    @Test func `columns that nothing asks for may share a name`() throws {
        struct Wanted: Decodable { var otherName: String }

        #expect(try Self.twice().decode(into: Wanted.self).map(\.otherName) == ["x"])
        #expect(try Self.twice().decode(Int.self, Int.self, String.self).first?.1 == 2)
    }

    @Test func `a naming of the caller's own`() throws {
        struct Wanted: Decodable { var name: String }
        let rows = try Self.twice()

        let custom = ColumnNaming.custom { "other_" + $0 }

        #expect(try rows.decode(into: Wanted.self, columns: custom).map(\.name) == ["x"])
    }

    @Test func `as written means exactly as written`() throws {
        struct Wanted: Decodable { var otherName: String? }
        let rows = try Self.twice()

        #expect(try rows.one(into: Wanted.self, columns: .asWritten).otherName == nil)
        #expect(try rows.one(into: Wanted.self).otherName == "x")
    }

    @Test func `a column by its place`() throws {
        let row = try Self.twice().row(at: 0)

        #expect(try row.decode(at: 1, as: Int.self) == 2)
        for index in [-1, 3] {
            let error = #expect(throws: PGError.self) { try row.decode(at: index, as: Int.self) }
            #expect(error?.code == .columnCountMismatch)
        }
    }
}
