import PGCore
import PGSchema
import QueryBuilder

// What `@Table("users")` writes for
//
//     @Table("users") struct UserRow: Codable, Sendable {
//         @PrimaryKey(.identity) var id: Int
//         @Unique var email: String
//         var name: String
//         var age: Int?
//     }
//
// The struct stays as it is, with its memberwise initializer. All of the rest is one extension, so
// one macro role does it. Inside a macro's expansion every type is spelled with its module
// (`QueryBuilder.Column`, `PGCore.RowReader`, `PGSchema.ColumnDefinition`), because a program may
// have a `Column` of its own; and everything has the access level of the struct.
struct UserRow: Codable, Sendable, Equatable {
    var id: Int
    var email: String
    var name: String
    var age: Int?
}

extension UserRow: Table {
    /// One stored property per column, typed as the struct's property.
    struct Columns: TableColumns {
        typealias Value = UserRow
        let id: Column<Int>
        let email: Column<String>
        let name: Column<String>
        let age: Column<Int?>

        init(_ table: TableReference) {
            id = Column(table, "id")
            email = Column(table, "email")
            name = Column(table, "name")
            age = Column(table, "age")
        }

        // The order in which `init(from:at:)` reads.
        var selectedExpressions: [SQLNode] { [id.node, email.node, name.node, age.node] }
    }

    /// `isNullable` for an optional property; constraints named as PostgreSQL would name them.
    static let definition = TableDefinition(
        name: "users",
        columns: [
            ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            ColumnDefinition("email", String.sqlType),
            ColumnDefinition("name", String.sqlType),
            ColumnDefinition("age", Int.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        uniques: [UniqueDefinition(name: "users_email_key", columns: ["email"])])

    static let columns = Columns(TableReference(definition))
    static var columnCount: Int { 4 }

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        email = try String(from: row, at: &index)
        name = try String(from: row, at: &index)
        age = try Int?(from: row, at: &index)
    }

    /// The columns a new row gives: all but identity columns.
    ///
    /// A column that has a default is optional here and goes through `.orDefault`; a nullable one
    /// is `.value`, and `nil` is NULL.
    struct New: InsertValues {
        typealias Target = UserRow
        var email: String
        var name: String
        var age: Int?

        init(email: String, name: String, age: Int? = nil) {
            self.email = email
            self.name = name
            self.age = age
        }

        static var insertColumns: [String] { ["email", "name", "age"] }
        var insertValues: [InsertValue] { [.value(email), .value(name), .value(age)] }
    }
}

/// A second table, in a schema, with a default, a foreign key, and a Swift name that differs from
/// the column's.
struct PostRow: Codable, Sendable, Equatable {
    var id: Int
    var authorID: Int
    var title: String
    var note: String?
    var isPublished: Bool
}

extension PostRow: Table {
    struct Columns: TableColumns {
        typealias Value = PostRow
        let id: Column<Int>
        let authorID: Column<Int>
        let title: Column<String>
        let note: Column<String?>
        let isPublished: Column<Bool>

        init(_ table: TableReference) {
            id = Column(table, "id")
            authorID = Column(table, "author_id")
            title = Column(table, "title")
            note = Column(table, "note")
            isPublished = Column(table, "is_published")
        }

        var selectedExpressions: [SQLNode] {
            [id.node, authorID.node, title.node, note.node, isPublished.node]
        }
    }

    static let definition = TableDefinition(
        schema: "blog", name: "posts",
        columns: [
            ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            ColumnDefinition("author_id", Int.sqlType),
            ColumnDefinition("title", String.sqlType),
            ColumnDefinition("note", String.sqlType, isNullable: true),
            ColumnDefinition("is_published", Bool.sqlType, default: "false"),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            ForeignKeyDefinition(
                name: "posts_author_id_fkey", columns: ["author_id"], referencedTable: "users",
                referencedColumns: ["id"], onDelete: .cascade)
        ])

    static let columns = Columns(TableReference(definition))
    static var columnCount: Int { 5 }

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        authorID = try Int(from: row, at: &index)
        title = try String(from: row, at: &index)
        note = try String?(from: row, at: &index)
        isPublished = try Bool(from: row, at: &index)
    }

    struct New: InsertValues {
        typealias Target = PostRow
        var authorID: Int
        var title: String
        var note: String?
        var isPublished: Bool?

        init(authorID: Int, title: String, note: String? = nil, isPublished: Bool? = nil) {
            self.authorID = authorID
            self.title = title
            self.note = note
            self.isPublished = isPublished
        }

        static var insertColumns: [String] { ["author_id", "title", "note", "is_published"] }
        var insertValues: [InsertValue] {
            [.value(authorID), .value(title), .value(note), .orDefault(isPublished)]
        }
    }
}
