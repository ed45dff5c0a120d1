import PGCore
import Testing

@Suite("Decoding tuples")
struct TupleDecodingTests {
    /// Two columns read as one value.
    struct Point: RowDecodable, Equatable {
        static var columnCount: Int { 2 }
        var x: Int
        var y: Int?

        init(x: Int, y: Int?) {
            self.x = x
            self.y = y
        }

        init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
            x = try Int(from: row, at: &index)
            y = try Int?(from: row, at: &index)
        }
    }

    static func rows(_ values: [[(any ParameterEncodable)?]]) throws -> FixtureRows {
        let columns = [
            FixtureColumn("id", .int8), FixtureColumn("name", .text), FixtureColumn("x", .int4),
            FixtureColumn("y", .int4),
        ]
        return try FixtureRows(columns, values)
    }

    @Test func `columns become the tuple's elements`() throws {
        let rows = try Self.rows([[1, "a", 2, 3], [2, nil, 4, nil]])

        let values = try rows.decode(Int.self, String?.self, Int32.self, Int?.self)

        #expect(values.map(\.0) == [1, 2])
        #expect(values.map(\.1) == ["a", nil])
        #expect(values.map(\.2) == [2, 4])
        #expect(values.map(\.3) == [3, nil])
    }

    @Test func `an optional group is nil when all of its columns are NULL`() throws {
        let rows = try Self.rows([[1, "a", nil, nil], [2, "b", 5, nil]])

        let values = try rows.decode(Int.self, String.self, Point?.self)

        #expect(values.map(\.2) == [nil, Point(x: 5, y: nil)])
    }

    @Test func `an optional group with only its required column NULL is an error`() throws {
        let rows = try Self.rows([[1, "a", nil, 9]])

        let error = #expect(throws: PGError.self) {
            try rows.decode(Int.self, String.self, Point?.self)
        }

        #expect(error?.code == .unexpectedNull)
        #expect(error?.column == "x")
        #expect(error?.row == 0)
    }

    @Test func `optional groups nest`() throws {
        let rows = try Self.rows([[1, "a", nil, nil]])

        let values = try rows.decode(Int.self, String.self, Point??.self)

        #expect(values[0].2 == Point??.none)
    }

    @Test func `NULL names the row and the column`() throws {
        let rows = try Self.rows([[1, "a", 1, 1], [2, nil, 1, 1]])

        let error = #expect(throws: PGError.self) {
            try rows.decode(Int.self, String.self, Int.self, Int.self)
        }

        #expect(error?.code == .unexpectedNull)
        #expect(error?.column == "name")
        #expect(error?.row == 1)
        #expect(error?.hint == "Decode String? instead")
    }

    @Test func `a wrong number of types is refused with both numbers`() throws {
        let rows = try Self.rows([[1, "a", 1, 1]])

        let error = #expect(throws: PGError.self) { try rows.decode(Int.self, String.self) }

        #expect(error?.code == .columnCountMismatch)
        #expect(error?.message == "the row has 4 columns, and the requested types need 2")
    }

    @Test func `one column can be read alone`() throws {
        let rows = try Self.rows([[1, "a", 1, 1], [2, "b", 1, 1]])

        #expect(try rows.decodeColumn(String.self, at: 1) == ["a", "b"])
        #expect(throws: PGError.self) { try rows.decodeColumn(Int.self, at: 4) }
    }

    @Test func `one row is required, or at most one`() throws {
        let columns = [FixtureColumn("n", .int8)]
        let none = try FixtureRows(columns, [])
        let one = try FixtureRows(columns, [[7]])
        let two = try FixtureRows(columns, [[7], [8]])

        #expect(try one.one(Int.self) == 7)
        #expect(try one.oneOrNil(Int.self) == 7)
        #expect(try none.oneOrNil(Int.self) == nil)
        let missing = #expect(throws: PGError.self) { try none.one(Int.self) }
        let several = #expect(throws: PGError.self) { try two.oneOrNil(Int.self) }
        #expect(missing?.code == .rowCountMismatch)
        #expect(several?.code == .rowCountMismatch)
    }

    @Test func `one row becomes a tuple`() throws {
        let rows = try Self.rows([[1, "a", 2, nil]])

        let (id, name, point) = try rows.one(Int.self, String.self, Point.self)

        #expect(id == 1 && name == "a" && point == Point(x: 2, y: nil))
    }

    @Test func `integers widen and narrow when they fit`() throws {
        let rows = try FixtureRows([FixtureColumn("n", .int8)], [[40_000]])

        #expect(try rows.one(Int32.self) == 40_000)
        let error = #expect(throws: PGError.self) { try rows.one(Int16.self) }
        #expect(error?.code == .decodingFailed)
        #expect(error?.column == "n")
    }

    @Test func `a numeric is not read as an integer or a double`() throws {
        let rows = try FixtureRows([FixtureColumn("n", .numeric)], [[PGNumeric(1)]])

        #expect(throws: PGError.self) { try rows.one(Int.self) }
        #expect(throws: PGError.self) { try rows.one(Double.self) }
        #expect(try rows.one(PGNumeric.self) == 1)
    }

    @Test func `a string reads any type in text format`() throws {
        let rows = try FixtureRows(
            [FixtureColumn("at", .timestamptz, .text)], [[PGTimestampTZ.infinity]])

        #expect(try rows.one(String.self) == "infinity")
    }
}
