import StrataMacros

@Table("users")
struct UserRow: Codable, Sendable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    var age: Int?
}

@Table("posts", schema: "blog")
struct PostRow: Codable, Sendable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @References("users", "id", onDelete: .cascade) var authorID: Int
    var title: String
    var note: String?
    @Default("false") var isPublished: Bool
}

enum Level: String, PostgresEnum {
    static let typeName = "level"
    case low, high
}

/// Spellings and places that a macro has to survive.
enum Nested {
    @Table("odd \"ones\"")
    struct Odd: Equatable {
        @PrimaryKey var `default`: String
        @Column("lvl") let level: Level
        @Column(type: "citext") var row: String
        var index, table: Int32
        var cell: Optional<[String]>
        var mask: Bool = true {
            didSet { changes += 1 }
        }
        @Default("now()") @Index var createdAt: PGTimestampTZ
        @Default("1") var level2: Int?
        @Check("htmlBody <> ''", name: "not_empty") @Check("true") var htmlBody: String = ""

        static let shared = 1
        static var changes: Int { 0 }
        var changes: Int {
            get { 0 }
            set { _ = newValue }
        }
    }
}

@Table("private")
private struct Hidden {
    @PrimaryKey(.identity) private var id: Int
    var name: String
}

/// Uses the private type, which is enough to see that it compiles.
let hiddenColumns: [String] = Hidden.definition.columns.map(\.name)
