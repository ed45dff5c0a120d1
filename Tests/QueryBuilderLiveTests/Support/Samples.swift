import PGCore
import PGSchema
import PGTestKit
import QueryBuilder

/// Six sales in two regions, with ties and NULLs: what aggregates and windows are tried on.
struct SaleRow: Table, Equatable {
    var id: Int

    struct Columns: TableColumns {
        typealias Value = SaleRow
        let id: Column<Int>
        let region: Column<String>
        let amount: Column<Int>
        let small: Column<Int16>
        let price: Column<PGNumeric?>
        let weight: Column<Double?>
        let isPaid: Column<Bool>
        let day: Column<PGDate>
        let span: Column<PGInterval>
        let period: Column<PGRange<Int>>
        let note: Column<String?>
        let flags: Column<PGBitString>

        init(_ table: TableReference) {
            id = Column(table, "id")
            region = Column(table, "region")
            amount = Column(table, "amount")
            small = Column(table, "small")
            price = Column(table, "price")
            weight = Column(table, "weight")
            isPaid = Column(table, "is_paid")
            day = Column(table, "day")
            span = Column(table, "span")
            period = Column(table, "period")
            note = Column(table, "note")
            flags = Column(table, "flags")
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
    /// The sales.
    static let sales = DatabaseTemplate(
        "query-builder-sales",
        [
            """
            CREATE TABLE s (
                id bigint PRIMARY KEY, region text NOT NULL, amount bigint NOT NULL,
                small smallint NOT NULL, price numeric, weight double precision,
                is_paid boolean NOT NULL, day date NOT NULL, span interval NOT NULL,
                period int8range NOT NULL, note text, flags bit(4) NOT NULL)
            """,
            """
            INSERT INTO s VALUES
            (1, 'north', 10, 1, 1.5, 1, true, '2026-01-01', '1 hour', '[1,3)', 'b', B'0001'),
            (2, 'north', 20, 2, 2.5, 2, true, '2026-01-02', '2 hours', '[2,5)', 'a', B'0011'),
            (3, 'north', 20, 3, NULL, 3, false, '2026-01-03', '3 hours', '[2,9)', NULL, B'0111'),
            (4, 'south', 5, 4, 4.5, NULL, true, '2026-01-04', '1 day', '[2,4)', 'c', B'1001'),
            (5, 'south', 7, 5, 5.5, 5, false, '2026-01-05', '2 days', '[2,8)', 'a', B'1111'),
            (6, 'south', 9, 9, 6.5, 9, true, '2026-01-10', '1 mon', '[2,7)', 'd', B'0101')
            """,
        ])
}
