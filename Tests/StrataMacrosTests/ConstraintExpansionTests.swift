import Testing

@Suite("What constraints expand to")
struct ConstraintExpansionTests {
    private func expansion(_ member: String, _ arguments: String = "") -> Expansion {
        Expansion(
            """
            @Entity("posts"\(arguments)) final class Post: Codable {
                @PrimaryKey(.identityAlways) var id: Int
                \(member)
            }
            """)
    }

    @Test(arguments: [
        (
            "@BelongsTo(onDelete: .cascade, deferrable: .initiallyDeferred) var user: ToOne<User>",
            #"PGSchema.ForeignKeyDefinition(table: "posts", column: "user_id", references: User.self, onDelete: .cascade, deferrable: .initiallyDeferred),"#
        ),
        (
            #"@BelongsTo(name: "who", isIndexed: false) var user: ToOne<User>"#,
            #"PGSchema.ForeignKeyDefinition(table: "posts", column: "user_id", references: User.self, name: "who"),"#
        ),
        (
            #"@BelongsTo(key: ["a", "b"], name: "who", deferrable: .initiallyImmediate) var user: ToOne<User>"#,
            #"PGSchema.ForeignKeyDefinition(table: "posts", columns: ["user_a", "user_b"], references: User.self, name: "who", deferrable: .initiallyImmediate),"#
        ),
        (
            #"@References("users", "id", name: "who", deferrable: .initiallyDeferred) var userID: Int"#,
            #"PGSchema.ForeignKeyDefinition(table: "posts", columns: ["user_id"], referencedTable: "users", referencedColumns: ["id"], name: "who", deferrable: .initiallyDeferred),"#
        ),
        (
            "@Unique(deferrable: .initiallyDeferred) var place: Int",
            #"PGSchema.UniqueDefinition(table: "posts", columns: ["place"], deferrable: .initiallyDeferred),"#
        ),
        (
            #"@Unique(name: "one", deferrable: .initiallyImmediate) var place: Int"#,
            #"PGSchema.UniqueDefinition(name: "one", columns: ["place"], deferrable: .initiallyImmediate),"#
        ),
        (
            "var a: Int",
            #"PGSchema.ColumnDefinition("id", Int.sqlType, identity: .always),"#
        ),
        ("@SoftDelete var gone: Date?", "static var softDeleteColumn: Int? { 1 }"),
        ("@SoftDelete var isGone: Bool = false", "static var softDeleteColumn: Int? { 1 }"),
    ])
    func `one line`(_ member: String, _ line: String) {
        let expansion = expansion(member)
        #expect(expansion.problems == [])
        #expect(expansion.text.contains(" \(line)\n"))
    }

    @Test func `constraints over several columns are added as they are written`() {
        let list = #"[.unique("a", "b"), .index("lower(a)")]"#
        let entity = expansion("var a: String; var b: Int", ", constraints: \(list)")
        #expect(entity.problems == [])
        #expect(entity.text.contains("\n    ).adding(\(list))\n"))
        let table = Expansion(
            "@Table(\"t\", constraints: \(list)) struct T { var a: String; var b: Int }")
        #expect(table.problems == [])
        #expect(table.text.contains("\n    ).adding(\(list))\n"))
    }

    @Test func `a reference without an index has none`() {
        let text = expansion("@BelongsTo(isIndexed: false) var user: ToOne<User>").text
        #expect(!text.contains("IndexDefinition"))
    }

    @Test func `a row that is always numbered cannot be given a number`() {
        #expect(expansion("var a: Int").text.contains("    init(a: Int) {\n"))
    }
}
