extension Mistake {
    /// In structs with `@Table`.
    static let tables: [Mistake] = [
        Mistake(
            "two columns of one name",
            "@Table(\"t\") struct T { var urlPath: Int; var URLPath: Int }",
            [
                "1:46 'urlPath' and 'URLPath' both map to the column 'url_path': name one of them "
                    + "with @Column(\"…\").",
                "note: 1:28 'urlPath' is declared here.",
            ]),
        Mistake(
            "two columns given one name",
            "@Table(\"t\") struct T { var a: Int; @Column(\"a\") var b: Int }",
            [
                "1:53 'a' and 'b' both map to the column 'a': name one of them with "
                    + "@Column(\"…\").",
                "note: 1:28 'a' is declared here.",
            ]),
        Mistake(
            "an empty column name",
            "@Table(\"t\") struct T { @Column(\"\") var a: Int }",
            ["1:24 The name of the column of 'a' is empty."]),
        Mistake(
            "a relationship in a struct",
            "@Table(\"t\") struct T { var id: Int; var author: ToOne<User> }",
            [
                "1:41 A @Table struct has no relationships: keep the key and mark it with "
                    + "@References."
            ]),
        Mistake(
            "a version in a struct", "@Table(\"t\") struct T { @Version var a: Int }",
            ["1:24 @Version is for an @Entity, whose changes a session writes."]),
        Mistake(
            "a constant with a value",
            "@Table(\"t\") struct T { let a: Int = 1 }",
            [
                "1:24 'a' must be a var: a constant with a value cannot be read from a row.",
                "fix: Use 'var'.",
            ],
            fixed: "@Table(\"t\") struct T { var a: Int = 1 }"),
        Mistake(
            "a name the macro needs",
            "@Table(\"t\") struct T { var selectedExpressions: Int }",
            [
                "1:28 'selectedExpressions' is a name @Table itself needs: rename the property and "
                    + "keep the column's name with @Column(\"…\")."
            ]),
        Mistake(
            "two checks without names",
            "@Table(\"t\") struct T { @Check(\"a > 0\") @Check(\"a < 9\") var a: Int }",
            ["1:40 Two checks of one column need names: @Check(\"…\", name: \"…\")."]),
    ]
}
