import QueryBuilder
import Testing

private let u = UserRow.columns

/// A table whose names need quoting.
struct OddRow: Table {
    var value: Int

    struct Columns: TableColumns {
        typealias Value = OddRow
        let value: Column<Int>
        init(_ table: TableReference) { value = Column(table, #"sel"ect"#) }
        var selectedExpressions: [SQLNode] { [value.node] }
    }

    static let definition = TableDefinition(
        schema: "Schema.1", name: "or der", columns: [ColumnDefinition(#"sel"ect"#, Int.sqlType)])

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        value = try Int(from: row, at: &index)
    }
}

@Suite("Fragments, quoting and looking at statements")
struct FragmentTests {
    @Test func `a fragment takes columns and binds values`() {
        let length = Expression<Int>("length(\(u.name)) + \(3)")

        expectSQL(
            UserRow.select { _ in length },
            #"SELECT length("users"."name") + $1 FROM "users""#, [3])
    }

    @Test func `a fragment is an operand in parentheses`() {
        let length = Expression<Int>("length(\(u.name)) + \(3)")

        expectSQL(
            UserRow.where { $0.id == 1 && length * 2 == 8 }.select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE "users"."id" = $1 "#
                + #"AND (length("users"."name") + $2) * $3 = $4"#, [1, 3, 2, 8])
    }

    @Test func `operators inside a fragment keep together`() {
        let absolute = Expression<Int>("@ \(u.id - 5)")

        expectSQL(
            UserRow.select { _ in absolute }, #"SELECT @ ("users"."id" - $1) FROM "users""#, [5])
    }

    @Test func `placeholders count on across fragments and clauses`() {
        let inner: SQLStatement = "\(1) + \(2)"
        let sum = Expression<Int>("\(inner) + \(3) + \(Int?.none)")

        expectSQL(
            UserRow.where { $0.id == 9 }.select { _ in sum }.limit(4),
            #"SELECT $1 + $2 + $3 + $4 FROM "users" WHERE "users"."id" = $5 LIMIT $6"#,
            [1, 2, 3, SQLNull(), 9, 4])
    }

    @Test func `a raw statement names tables and columns of a mapping`() {
        expectSQL(
            "SELECT \(UserRow.columns) FROM \(UserRow.self) WHERE \(u.id) = \(7)",
            #"SELECT \#(userColumns) FROM "users" WHERE "users"."id" = $1"#, [7])
    }

    @Test func `hostile text is only ever a parameter`() {
        let hostile = "'; DROP TABLE users; --"

        expectSQL(
            UserRow.where { $0.name == hostile || $0.name.like(hostile) }.select { $0.id },
            #"SELECT "users"."id" FROM "users" "#
                + #"WHERE "users"."name" = $1 OR "users"."name" LIKE $2"#, [hostile, hostile])
    }

    @Test func `odd names are quoted everywhere`() {
        expectSQL(
            OddRow.where { $0.value == 1 }.join(OddRow.self, as: #"a"b"#) { $0.value == $1.value },
            #"SELECT "or der"."sel""ect", "a""b"."sel""ect" FROM "Schema.1"."or der" "#
                + #"JOIN "Schema.1"."or der" AS "a""b" "#
                + #"ON "or der"."sel""ect" = "a""b"."sel""ect" WHERE "or der"."sel""ect" = $1"#,
            [1])
    }

    @Test func `printing shows the text, and values only on request`() {
        let statement = UserRow.where { $0.name == "O'Hara" }.where { $0.age.is(nil) }.select(\.id)
            .sql

        #expect(
            "\(statement)"
                == #"SELECT "users"."id" FROM "users" WHERE "users"."name" = $1 "#
                + #"AND "users"."age" IS NOT DISTINCT FROM $2"#)
        #expect(statement.debugText == "\(statement)\n-- $1 = 'O''Hara'\n-- $2 = NULL")
    }
}
