import Foundation
import ORM
import ORMTestSupport
import PGCore
import PGSchema
import QueryBuilder
import Testing

@Suite("What an entity's mapping gives")
struct MappingTests {
    @Test(arguments: [
        ("users_pkey", ["id"]), ("users_email_key", ["email"]), ("users_age_check", ["age"]),
        ("other", []),
    ])
    func `constraints lead to properties`(_ constraint: String, _ properties: [String]) {
        #expect(User.properties(forConstraint: constraint) == properties)
    }

    @Test func `a foreign key leads to its relationship`() {
        #expect(Post.property(forConstraint: "posts_author_id_fkey") == "author")
    }

    @Test func `a missing value leads to its property`() {
        var report = ServerError(sqlState: "23502", message: "null value")
        report.table = "posts"
        report.column = "author_id"
        let error = PGError(server: report)

        #expect(error.property(in: Post.self) == "author")
        #expect(error.property(in: User.self) == nil)
    }

    @Test func `an entity codes without what it does not know`() throws {
        let user = User(email: "a@x.org", name: "A")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }

        #expect(try json(user) == #"{"email":"a@x.org","name":"A"}"#)
        #expect(try json(user.snapshot) == #"{"email":"a@x.org","name":"A"}"#)
        user.id = 4
        #expect(try json(Post(title: "t", author: user)) == #"{"authorID":4,"title":"t"}"#)

        let decoded = try JSONDecoder().decode(
            Post.self, from: Data(#"{"authorID":7,"title":"t"}"#.utf8))
        #expect(decoded.author.id == 7)
        #expect(decoded.editor == nil)
        #expect(decoded.persistentID == nil)
    }

    @Test func `a key read before the flush stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = User(email: "a@x.org", name: "A").id
        }
    }

    @Test func `a NaN is no change`() {
        var mask = ColumnMask()
        mask.insert(0, ifChanged: Double.nan, from: Double.nan)
        mask.insert(1, ifChanged: 1.0, from: Double.nan)
        mask.insert(70, ifChanged: "a", from: "b")

        #expect(mask.columns == [1, 70])
        #expect(mask.contains(70))
        mask.remove(70)
        #expect(mask == ColumnMask([1]))
    }

    @Test func `a text that only Swift takes for the same is a change`() {
        let (composed, decomposed): (String, String) = ("\u{e9}", "e\u{301}")
        var mask = ColumnMask()
        mask.insert(0, ifChanged: composed, from: decomposed)
        mask.insert(1, ifChanged: composed, from: composed)
        mask.insert(2, ifChanged: Optional(decomposed), from: composed)
        mask.insert(3, ifChanged: Optional(composed), from: composed)
        mask.insert(4, ifChanged: nil, from: composed)
        mask.insert(5, ifChanged: composed, from: nil)
        mask.insert(6, ifChanged: String?.none, from: nil)

        #expect(mask.columns == [0, 2, 4, 5])
    }

    @Test func `a schema orders tables and takes rows and enums too`() throws {
        let schema = Schema(Post.self, User.self, tables: [Note.self], enums: [Mood.self])

        let text = try schema.createStatements().map(\.text)

        let order = ["mood", #""users""#, #""posts""#].map { name in
            text.firstIndex { $0.contains("CREATE") && $0.contains(name) } ?? -1
        }
        #expect(order == order.sorted())
        #expect(!order.contains(-1))
        #expect(text.contains { $0.hasPrefix("CREATE TABLE") && $0.contains(#""notes""#) })
    }

    @Test func `a table missing from the schema is named`() {
        let error = #expect(throws: PGError.self) { try Schema(Post.self).createStatements() }
        #expect(error?.code == .invalidMapping)
        #expect(error?.message.contains("users") == true)
    }
}

private enum Mood: String, PostgresEnum {
    static let typeName = "mood"
    case sad, happy
}

private struct Note: Table {
    var id: Int

    struct Columns: TableColumns {
        typealias Value = Note
        let id: Column<Int>
        init(_ table: TableReference) { id = Column(table, "id") }
        var selectedExpressions: [SQLNode] { [id.node] }
    }
    static let definition = TableDefinition(
        name: "notes", columns: [ColumnDefinition("id", Int.sqlType)], primaryKey: ["id"])
    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
    }
}
