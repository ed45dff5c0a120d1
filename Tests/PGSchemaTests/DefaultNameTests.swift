import PGSchema
import Testing

@Suite("Default names")
struct DefaultNameTests {
    @Test func `are those PostgreSQL chooses`() {
        #expect(DefaultName.primaryKey(table: "users") == "users_pkey")
        #expect(DefaultName.unique(table: "users", columns: ["email"]) == "users_email_key")
        #expect(DefaultName.unique(table: "t", columns: ["a", "b"]) == "t_a_b_key")
        #expect(
            DefaultName.foreignKey(table: "posts", columns: ["author_id"])
                == "posts_author_id_fkey")
        #expect(DefaultName.check(table: "users", column: "age") == "users_age_check")
        #expect(DefaultName.check(table: "users") == "users_check")
    }

    @Test(arguments: [
        (["author_id"], "t_author_id_idx"),
        (["created_at DESC NULLS LAST", "id"], "t_created_at_id_idx"),
        (["lower(name)"], "t_lower_idx"),
        (["lower(a)", "lower((b))"], "t_lower_lower1_idx"),
        (["(a + 1)", "(b + 1)"], "t_expr_expr1_idx"),
        (["f(a) || g(b)"], "t_expr_idx"),
        ([#""Mixed" DESC"#], "t_Mixed_idx"),
    ])
    func `name an index by its keys`(keys: [String], name: String) {
        #expect(DefaultName.index(table: "t", keys: keys) == name)
    }

    @Test func `avoid names that are taken`() {
        let taken: Set = ["t_a_check", "t_a_check1"]

        #expect(DefaultName.check(table: "t", column: "a", avoiding: taken) == "t_a_check2")
    }

    @Test func `shorten the longer part to 63 bytes`() {
        let table = String(repeating: "t", count: 60)
        let column = String(repeating: "c", count: 20)

        let name = DefaultName.unique(table: table, columns: [column])

        #expect(name == String(repeating: "t", count: 38) + "_" + column + "_key")
        #expect(name.utf8.count == DefaultName.maximumLength)
    }

    @Test func `do not split a character`() {
        let table = String(repeating: "é", count: 40)

        let name = DefaultName.primaryKey(table: table)

        #expect(name == String(repeating: "é", count: 29) + "_pkey")
    }
}
