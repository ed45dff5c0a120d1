import PGCore
import PGSchema
import QueryBuilder

// The tables of `setup.sql`, with what `@Table` would write for them: building it would build all of
// the compiler's syntax library.

/// A row of four columns.
struct BenchRow: Sendable {
    var id: Int
    var email: String
    var score: Double
    var created: PGTimestampTZ

    /// A sum over the row that is the same however it was read.
    var checksum: UInt64 {
        UInt64(id) &+ UInt64(email.utf8.count) &+ UInt64(score)
            &+ UInt64(created.microsecondsSince2000 / 1_000_000)
    }
}

extension BenchRow: Table {
    struct Columns: TableColumns {
        typealias Value = BenchRow
        let id: Column<Int>
        let email: Column<String>
        let score: Column<Double>
        let created: Column<PGTimestampTZ>

        init(_ table: TableReference) {
            id = Column(table, "id")
            email = Column(table, "email")
            score = Column(table, "score")
            created = Column(table, "created")
        }

        var selectedExpressions: [SQLNode] { [id.node, email.node, score.node, created.node] }
    }

    static let definition = TableDefinition(
        name: "bench_rows",
        columns: [
            ColumnDefinition("id", Int.sqlType), ColumnDefinition("email", String.sqlType),
            ColumnDefinition("score", Double.sqlType),
            ColumnDefinition("created", PGTimestampTZ.sqlType),
        ])
    static let columns = Columns(TableReference(definition))
    static var columnCount: Int { 4 }

    init(from row: some RowReader, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        email = try String(from: row, at: &index)
        score = try Double(from: row, at: &index)
        created = try PGTimestampTZ(from: row, at: &index)
    }
}

/// An account, found by its key.
struct Account: Table {
    var id: Int
    var balance: Int
    var filler: String

    struct Columns: TableColumns {
        typealias Value = Account
        let id: Column<Int>
        let balance: Column<Int>
        let filler: Column<String>

        init(_ table: TableReference) {
            id = Column(table, "id")
            balance = Column(table, "balance")
            filler = Column(table, "filler")
        }

        var selectedExpressions: [SQLNode] { [id.node, balance.node, filler.node] }
    }

    static let definition = TableDefinition(
        name: "bench_accounts",
        columns: [
            ColumnDefinition("id", Int32.sqlType), ColumnDefinition("balance", Int32.sqlType),
            ColumnDefinition("filler", String.sqlType),
        ],
        primaryKey: ["id"])
    static let columns = Columns(TableReference(definition))
    static var columnCount: Int { 3 }

    init(from row: some RowReader, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        balance = try Int(from: row, at: &index)
        filler = try String(from: row, at: &index)
    }
}
