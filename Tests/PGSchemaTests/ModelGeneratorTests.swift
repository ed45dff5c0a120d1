import PGCore
import PGSchema
import Testing

@Suite("Source text made from a schema")
struct ModelGeneratorTests {
    private func models(
        style: ModelGenerator.Style = .entities, isPublic: Bool = false,
        enums: [EnumDefinition] = [], _ tables: TableDefinition...
    ) -> ModelGenerator {
        ModelGenerator(
            DatabaseSchema(enums: enums, tables: tables), style: style, isPublic: isPublic)
    }

    private func table(
        _ name: String, _ columns: ColumnDefinition..., key: [String] = ["id"],
        keys: [ForeignKeyDefinition] = []
    ) -> TableDefinition {
        TableDefinition(name: name, columns: columns, primaryKey: key, foreignKeys: keys)
    }

    private let id = ColumnDefinition("id", "bigint")

    @Test func `row types have no relationships`() {
        let posts = table(
            "posts", ColumnDefinition("id", "integer", identity: .byDefault),
            ColumnDefinition("author_id", "bigint", isNullable: true),
            ColumnDefinition("is_draft", "boolean", default: "true"),
            keys: [
                ForeignKeyDefinition(
                    table: "posts", columns: ["author_id"], referencedTable: "people",
                    referencedColumns: ["id"], onDelete: .setNull)
            ])

        #expect(
            models(style: .tables, isPublic: true, posts, table("people", id)).source == """
                // Made from a database by `strata generate entities`. Made again, it overwrites changes.
                // swift-format-ignore-file

                public import StrataMacros

                @Table("posts")
                public struct PostRow: Codable, Sendable {
                    @PrimaryKey(.identity) public var id: Int32
                    @References("people", "id", onDelete: .setNull) public var authorID: Int?
                    @Default("true") public var isDraft: Bool
                }

                @Table("people")
                public struct PersonRow: Codable, Sendable {
                    @PrimaryKey public var id: Int
                }

                /// All models, to create their tables, and to compare them with a database.
                public let databaseModels = Schema(
                    tables: [PostRow.self, PersonRow.self])

                """)
    }

    @Test(arguments: [
        ("users", "User"), ("people", "Person"), ("categories", "Category"), ("boxes", "Box"),
        ("addresses", "Address"), ("status", "Status"), ("user_accounts", "UserAccount"),
        ("sessions", "SessionModel"), ("dates", "DateModel"), ("1st table", "Table1stTable"),
        ("Order Items", "OrderItem"), ("API_KEYS", "ApiKey"), ("été", "Été"), ("---", "Table"),
    ])
    func `a table's name is a Swift type's`(_ table: String, _ name: String) {
        let files = models(TableDefinition(name: table, columns: [id], primaryKey: ["id"])).files
        #expect(files.first?.name == (name == "Table" ? "TableModel" : name) + ".swift")
    }

    @Test(arguments: [
        ("author_id", "@PrimaryKey var authorID: String"),
        ("class", "@PrimaryKey var `class`: String"),
        ("self", "@PrimaryKey @Column(\"self\") var selfValue: String"),
        ("snapshot", "@PrimaryKey @Column(\"snapshot\") var snapshotValue: String"),
        ("1st", "@PrimaryKey @Column(\"1st\") var column1st: String"),
        ("a_b_c", "@PrimaryKey @Column(\"a_b_c\") var aBC: String"),
        ("line_2", "@PrimaryKey @Column(\"line_2\") var line2: String"),
        ("FirstName", "@PrimaryKey @Column(\"FirstName\") var firstName: String"),
        ("say \"hi\"\\", "@PrimaryKey @Column(\"say \\\"hi\\\"\\\\\") var sayHi: String"),
        ("?!", "@PrimaryKey @Column(\"?!\") var column: String"),
        ("home_url", "@PrimaryKey var homeURL: String"), ("ids", "@PrimaryKey var ids: String"),
        ("größe", "@PrimaryKey var größe: String"),
    ])
    func `a column's name is a Swift property's`(_ column: String, _ line: String) {
        let source = models(
            TableDefinition(
                name: "t", columns: [ColumnDefinition(column, "text")], primaryKey: [column])
        ).source
        #expect(source.contains("\n    \(line)\n"), "\(source)")
    }

    @Test func `names that become the same are told apart`() {
        let source = models(
            enums: [EnumDefinition(name: "mood", labels: ["a b", "a-b", "A_B", "", "in"])],
            table("user", id), table("users", id), table("USERS", id),
            table(
                "x", id, ColumnDefinition("a b", "text"), ColumnDefinition("a_b", "text"),
                ColumnDefinition("aB", "mood"))
        ).source

        for line in [
            "final class User: Codable {", "final class Users: Codable {",
            "final class UserModel: Codable {", "    @Column(\"a b\") var aB: String",
            "    @Column(\"a_b\") var aB2: String", "    @Column(\"aB\") var aB3: Mood",
            "    case aB = \"a b\"", "    case aB2 = \"a-b\"", "    case aB3 = \"A_B\"",
            "    case `case` = \"\"", "    case `in`",
        ] {
            #expect(source.contains("\n\(line)\n"), "\(line) in \(source)")
        }
    }

    @Test(arguments: [
        ("bigint", "var a: Int"), ("integer", "var a: Int32"), ("smallint", "var a: Int16"),
        ("character varying(80)", "@Column(type: \"character varying(80)\") var a: String"),
        ("numeric(8,2)", "@Column(type: \"numeric(8,2)\") var a: Decimal"),
        ("numeric(8,2)[]", "@Column(type: \"numeric(8,2)[]\") var a: [Decimal]"),
        ("timestamp with time zone", "var a: Date"),
        (
            "timestamp(3) without time zone",
            "@Column(type: \"timestamp(3) without time zone\") var a: PGTimestamp"
        ),
        ("uuid[]", "var a: [UUID]"), ("bytea", "var a: Data"), ("jsonb", "var a: JSONText"),
        ("json", "@Column(type: \"json\") var a: JSONText"), ("inet", "var a: PGInet"),
        ("\"char\"", "var a: PGChar"),
        ("character(1)", "@Column(type: \"character(1)\") var a: String"),
        ("interval", "var a: PGInterval"), ("citext", "var a: PGCIText"),
        ("bit(4)", "@Column(type: \"bit(4)\") var a: PGBitString"), ("\"Mood\"", "var a: Mood"),
        ("\"Mood\"[]", "var a: [Mood]"),
        ("vector(3)", "@Column(type: \"vector(3)\") var a: PGVector"),
    ])
    func `a column's type has a Swift type`(_ type: String, _ line: String) {
        let column = ColumnDefinition("a", SQLType(rawValue: type))
        let models = models(
            enums: [EnumDefinition(name: "Mood", labels: ["ok"])], table("t", id, column))
        #expect(models.source.contains("\n    \(line)\n"), "\(models.source)")
        #expect(models.remarks.isEmpty)
    }

    @Test func `what no mapping can say is remarked, and left out`() {
        let models = models(
            enums: [EnumDefinition(name: "none", labels: [])],
            table(
                "t", id, ColumnDefinition("a", "tsrange"),
                ColumnDefinition("b", "none", isNullable: true),
                ColumnDefinition("c", "bigint", identity: .always)),
            TableDefinition(
                name: "u", columns: [ColumnDefinition("x", "tsrange")], primaryKey: ["x"]))

        #expect(
            models.remarks == [
                "The enum type none has no labels, and a Swift enum needs one.",
                "t.a is left out: no Swift type stands for tsrange, and rows cannot be inserted "
                    + "without it.",
                "t.b is left out: no Swift type stands for none.",
                "t.c is left out: only keys are numbered by the server.",
                "u has no primary key that an entity could have.",
                "u.x is left out: no Swift type stands for tsrange, and rows cannot be inserted "
                    + "without it.",
            ])
        #expect(
            models.source.contains("\n    // t.b is left out: no Swift type stands for none.\n"))
    }

    @Test func `keys that are made of each other stay columns on one side`() {
        func key(_ from: String, _ to: String) -> ForeignKeyDefinition {
            ForeignKeyDefinition(
                table: from, columns: ["id"], referencedTable: to, referencedColumns: ["id"])
        }
        let source = models(
            table("a", id, keys: [key("a", "b")]), table("b", id, keys: [key("b", "a")])
        ).source

        #expect(source.contains("\n    @PrimaryKey @References(\"b\", \"id\") var id: Int\n"))
        #expect(
            source.contains(
                "\n    @PrimaryKey @Column(\"id\") @BelongsTo(isIndexed: false) var a: ToOne<A>\n"))
    }

    @Test func `references that share a column with a key, or with each other, are relationships`()
    {
        let tenant = ColumnDefinition("tenant_id", "bigint")
        func key(_ table: String, _ column: String, _ target: String) -> ForeignKeyDefinition {
            ForeignKeyDefinition(
                table: table, columns: ["tenant_id", column], referencedTable: target,
                referencedColumns: ["tenant_id", "id"])
        }
        let users = table("users", tenant, id, key: ["tenant_id", "id"])
        let posts = table(
            "posts", tenant, id, ColumnDefinition("author_id", "bigint"),
            ColumnDefinition("editor_id", "bigint", isNullable: true), key: ["tenant_id", "id"],
            keys: [key("posts", "author_id", "users"), key("posts", "editor_id", "users")])
        let notes = table(
            "notes", id, tenant, ColumnDefinition("post_id", "bigint"),
            ColumnDefinition("user_id", "bigint", isNullable: true),
            keys: [key("notes", "post_id", "posts"), key("notes", "user_id", "users")])

        let source = models(users, posts, notes).source

        #expect(
            source.contains(
                """
                @Entity("posts")
                final class Post: Codable {
                    @PrimaryKey var tenantID: Int
                    @PrimaryKey var id: Int
                    @BelongsTo(key: ["tenantID", "id"], columns: ["tenant_id", "author_id"], isIndexed: false)
                    var author: ToOne<User>
                    @BelongsTo(key: ["tenantID", "id"], columns: ["tenant_id", "editor_id"], isIndexed: false)
                    var editor: ToOne<User>?
                    @HasMany(\\Note.post) var notes: ToMany<Note>
                }

                @Entity("notes")
                final class Note: Codable {
                    @PrimaryKey var id: Int
                    @BelongsTo(key: ["tenantID", "id"], columns: ["tenant_id", "post_id"], isIndexed: false)
                    var post: ToOne<Post>
                    @BelongsTo(key: ["tenantID", "id"], columns: ["tenant_id", "user_id"], isIndexed: false)
                    var user: ToOne<User>?
                }
                """), "\(source)")
    }

    @Test func `a table that connects two others is a relationship of both`() {
        func key(_ column: String, _ table: String, _ action: ForeignKeyDefinition.Action)
            -> ForeignKeyDefinition
        {
            ForeignKeyDefinition(
                table: "j", columns: [column], referencedTable: table, referencedColumns: ["id"],
                onDelete: action)
        }
        var join = table(
            "j", ColumnDefinition("group_id", "bigint"), ColumnDefinition("user_id", "bigint"),
            key: ["user_id", "group_id"],
            keys: [key("group_id", "groups", .restrict), key("user_id", "users", .restrict)])
        let plain = models(join, table("groups", id), table("users", id))
        #expect(plain.remarks == ["The models ask for an index on j (group_id)."])
        #expect(
            plain.source.contains(
                """
                    @ManyToMany(
                        through: "j", from: ["user_id"], to: ["group_id"], inverse: \\Group.users, onDelete: .restrict)
                    var groups: ToMany<Group>

                """))
        #expect(plain.source.hasSuffix("Schema(\n    User.self,\n    Group.self)\n"))

        join.columns.append(ColumnDefinition("since", "date"))
        let payload = models(join, table("groups", id), table("users", id)).source
        #expect(payload.contains("\nfinal class J: Codable {\n"))
        #expect(!payload.contains("@ManyToMany"))
    }

    @Test func `a named schema is said`() {
        var users = table("users", id, ColumnDefinition("role", "app.role"))
        users.schema = "app"
        users.foreignKeys = [
            ForeignKeyDefinition(
                table: "users", columns: ["id"], referencedSchema: "other",
                referencedTable: "people", referencedColumns: ["id"])
        ]
        let models = models(
            enums: [EnumDefinition(schema: "app", name: "role", labels: ["a"])], users)
        #expect(models.source.contains("\n@Entity(\"users\", schema: \"app\")\n"))
        #expect(models.source.contains("\n    var role: Role\n"))
        #expect(
            models.source.contains("@References(\"people\", \"id\", schema: \"other\") var id: Int")
        )
    }
}
