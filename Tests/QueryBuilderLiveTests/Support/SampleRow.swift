import FoundationEssentials
import PGCore
import PGSchema
import PGTestKit
import QueryBuilder

enum Mood: String, PostgresEnum {
    case sad, ok, happy
    static let typeName = "mood"
}

/// One row with a value of every kind: what functions and operators are tried on.
struct SampleRow: Table {
    var id: Int

    struct Columns: TableColumns {
        typealias Value = SampleRow
        let id, num: Column<Int>
        let word, body: Column<String>
        let note: Column<String?>
        let small: Column<Int16>
        let price: Column<PGNumeric>
        let ratio: Column<Double>
        let flag: Column<Bool>
        let maybe: Column<Bool?>
        let none: Column<Int?>
        let day: Column<PGDate>
        let clock: Column<PGTime>
        let at: Column<PGTimestamp>
        let moment: Column<PGTimestampTZ>
        let span: Column<PGInterval>
        let tags: Column<[String]>
        let numbers: Column<[Int]>
        let doc: Column<JSONText>
        let period: Column<PGRange<Int>>
        let periods: Column<PGMultirange<Int>>
        let search: Column<PGTSVector>
        let ip: Column<PGInet>
        let net: Column<PGCIDR>
        let bits: Column<PGBitString>
        let bytes: Column<Data>
        let mood: Column<Mood>

        init(_ table: TableReference) {
            id = Column(table, "id")
            num = Column(table, "num")
            word = Column(table, "word")
            body = Column(table, "body")
            note = Column(table, "note")
            small = Column(table, "small")
            price = Column(table, "price")
            ratio = Column(table, "ratio")
            flag = Column(table, "flag")
            maybe = Column(table, "maybe")
            none = Column(table, "none")
            day = Column(table, "day")
            clock = Column(table, "clock")
            at = Column(table, "at")
            moment = Column(table, "moment")
            span = Column(table, "span")
            tags = Column(table, "tags")
            numbers = Column(table, "numbers")
            doc = Column(table, "doc")
            period = Column(table, "period")
            periods = Column(table, "periods")
            search = Column(table, "search")
            ip = Column(table, "ip")
            net = Column(table, "net")
            bits = Column(table, "bits")
            bytes = Column(table, "bytes")
            mood = Column(table, "mood")
        }

        var selectedExpressions: [SQLNode] { [id.node] }
    }

    static let definition = TableDefinition(
        name: "s", columns: [ColumnDefinition("id", Int.sqlType)])
    static let columns = Columns(TableReference(definition))

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
    }
}

extension DatabaseTemplate {
    /// The one row.
    static let samples = DatabaseTemplate(
        "query-builder-samples",
        [
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')",
            "CREATE SEQUENCE \"odd seq\"",
            """
            CREATE TABLE s (
                id bigint, num bigint, word text, body text, note text, small smallint,
                price numeric, ratio double precision, flag boolean, maybe boolean, none bigint,
                day date, clock time, at timestamp, moment timestamptz, span interval,
                tags text[], numbers bigint[], doc jsonb, period int8range,
                periods int8multirange, search tsvector, ip inet, net cidr, bits bit varying,
                bytes bytea, mood mood)
            """,
            """
            INSERT INTO s VALUES (
                1, -12, 'Hello', 'The quick brown foxes jumped', NULL, 7, 12.345, 2.25, true, NULL,
                NULL, '2026-02-28', '10:30', '2026-02-28 10:30:15.5',
                '2026-02-28 10:30:15.5+00', '1 mon 2 days 03:00', '{a,b,c}', '{3,1,2,1}',
                '{"a": {"b": [1, 2, "x"]}, "s": "str", "n": null, "k": 5}', '[1,10)',
                '{[1,3),[5,7)}', to_tsvector('english', 'The quick brown foxes jumped'),
                '192.168.1.5/24', '192.168.0.0/16', B'1010', '\\x0102ff', 'ok')
            """,
        ])
}

/// Checks an expression on the one row.
let check = ExpressionChecker(table: SampleRow.self, row: Predicate("id = 1"))
