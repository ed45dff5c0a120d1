import ORM
import ORMTestSupport
import PGCore
import PGSchema
import QueryBuilder
import Testing

@Suite("Queries for less than entities")
struct ProjectionTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `expressions are selected with the query's clauses`() async throws {
        let query = User.where { $0.name == "A" }.orderBy { $0.id.descending }.limit(2)
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(columns: ["id", "name"], [["1", "A"]])
        }

        let found = try await query.select { ($0.id, $0.name) }.fetch(on: session)

        #expect(found.map(\.0) == [1])
        #expect(found.map(\.1) == ["A"])
        #expect(
            source.log.last
                == #"SELECT "users"."id", "users"."name" FROM "users" WHERE "users"."name" = $1 "#
                + #"ORDER BY "users"."id" DESC LIMIT $2"#)
        #expect(
            query.select { $0.email }.sql.text.hasPrefix(#"SELECT "users"."email" FROM "users""#))
    }

    @Test func `a row type's columns are selected`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(columns: ["name", "id"], [["A", "1"], ["B", "2"]])
        }
        let found = try await User.where { $0.age > 3 }.select(Summary.self).fetch(on: session)
        #expect(found.map(\.name) == ["A", "B"])
        #expect(
            source.log.last
                == #"SELECT "users"."name", "users"."id" FROM "users" WHERE "users"."age" > $1"#)
        #expect(!session.isDirty)
    }

    @Test func `what is computed in Swift has its expression beside it`() async throws {
        let user = User(email: "a@x.org", name: "A")
        #expect(user.label == "A <a@x.org>")
        #expect(
            User.where { $0.label.like("A%") }.select { $0.label }.sql.text
                == #"SELECT "users"."name" || ' <' || "users"."email" || '>' FROM "users" "#
                + #"WHERE ("users"."name" || ' <' || "users"."email" || '>') LIKE $1"#)
    }
}

extension User {
    /// What instances say of themselves.
    fileprivate var label: String { "\(name) <\(email)>" }
}

extension User.Columns {
    /// The same for queries.
    fileprivate var label: Expression<String> {
        Expression("\(name) || ' <' || \(email) || '>'")
    }
}

private struct Summary: Table {
    var name: String
    var id: Int

    struct Columns: TableColumns {
        typealias Value = Summary
        let name: Column<String>
        let id: Column<Int>
        init(_ table: TableReference) {
            name = Column(table, "name")
            id = Column(table, "id")
        }
        var selectedExpressions: [SQLNode] { [name.node, id.node] }
    }
    static let definition = TableDefinition(
        name: "users",
        columns: [
            ColumnDefinition("name", String.sqlType), ColumnDefinition("id", Int.sqlType),
        ], primaryKey: ["id"])
    static let columns = Columns(TableReference(definition))
    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        name = try String(from: row, at: &index)
        id = try Int(from: row, at: &index)
    }
}
