extension Mistake {
    private static func entity(_ members: String) -> String {
        "@Entity(\"t\") final class T: Codable {\n    @PrimaryKey var id: Int\n    \(members)\n}"
    }

    /// In classes with `@Entity`.
    static let entities: [Mistake] = [
        Mistake(
            "no primary key",
            "@Entity(\"t\") final class T: Codable { var id: Int }",
            ["1:1 An @Entity needs a primary key: mark one property with @PrimaryKey."]),
        Mistake(
            "a constant", entity("let a: Int"),
            ["3:5 'a' must be a var: loading a row writes it.", "fix: Use 'var'."],
            fixed: entity("var a: Int")),
        Mistake(
            "@HasMany on something else", entity("@HasMany(\\Post.author) var posts: [Post]"),
            ["3:5 @HasMany needs a property of type ToMany<…>; 'posts' is [Post]."]),
        Mistake(
            "@HasMany on a to-one", entity("@HasMany(\\Post.author) var post: ToOne<Post>"),
            ["3:5 @HasMany needs a property of type ToMany<…>; 'post' is ToOne<Post>."]),
        Mistake(
            "@BelongsTo on something else", entity("@BelongsTo var author: User?"),
            [
                "3:5 @BelongsTo needs a property of type ToOne<…> or ToOne<…>?; 'author' is User?."
            ]),
        Mistake(
            "@BelongsTo on a to-many", entity("@BelongsTo var authors: ToMany<User>"),
            [
                "3:5 @BelongsTo needs a property of type ToOne<…> or ToOne<…>?; 'authors' is "
                    + "ToMany<User>."
            ]),
        Mistake(
            "a to-one without @BelongsTo", entity("var author: ToOne<User>"),
            [
                "3:9 'author' is a relationship: mark it with @BelongsTo.",
                "fix: Add @BelongsTo.",
            ],
            fixed: entity("@BelongsTo var author: ToOne<User>")),
        Mistake(
            "a to-many without @HasMany", entity("var posts: ToMany<Post>"),
            [
                "3:9 'posts' is a relationship: mark it with @HasMany and its inverse, such as "
                    + "@HasMany(\\Post.owner)."
            ]),
        Mistake(
            "an optional to-many", entity("@HasMany(\\Post.author) var posts: ToMany<Post>?"),
            ["3:32 'posts' cannot be optional: no rows are an empty relationship."]),
        Mistake(
            "a relationship with an initial value",
            entity("@BelongsTo var author: ToOne<User> = ToOne(id: 1)"),
            ["3:20 'author' cannot have an initial value: it starts out unloaded."]),
        Mistake(
            "a relationship as a key that the server makes",
            "@Entity(\"t\") final class T: Codable { @PrimaryKey(.uuid) @BelongsTo var a: ToOne<U> }",
            ["1:39 'a' gets its key from the other row: mark it with @PrimaryKey alone."]),
        Mistake(
            "an optional relationship as the key",
            "@Entity(\"t\") final class T: Codable { @PrimaryKey @BelongsTo var a: ToOne<U>? }",
            [
                "1:39 A primary key is never NULL: 'a' must not be optional. Before the first "
                    + "flush, an entity's 'persistentID' is nil."
            ]),
        Mistake(
            "a composite reference that is not written out",
            entity("@BelongsTo(key: names) var order: ToOne<Order>"),
            ["3:21 key: takes string literals, because a macro cannot see other values."]),
        Mistake(
            "a composite reference with one column",
            entity("@BelongsTo(key: [\"a\"]) var order: ToOne<Order>"),
            ["3:21 A key of one property needs no key: it is known."]),
        Mistake(
            "a composite reference with too few columns",
            entity("@BelongsTo(key: [\"a\", \"b\"], columns: [\"c\"]) var order: ToOne<Order>"),
            ["3:42 There are 1 columns for a key of 2 properties."]),
        Mistake(
            "columns without a key",
            entity("@BelongsTo(columns: [\"a\", \"b\"]) var order: ToOne<Order>"),
            ["3:25 columns: needs key: with the properties of the other entity's key."]),
        Mistake(
            "a column name for several columns",
            entity("@BelongsTo(key: [\"a\", \"b\"]) @Column(\"c\") var order: ToOne<Order>"),
            ["3:33 'order' has 2 columns: name them with @BelongsTo(columns:)."]),
        Mistake(
            "a foreign key beside its relationship",
            entity("@BelongsTo var author: ToOne<User>; var authorID: Int"),
            [
                "3:45 'author' and 'authorID' both map to the column 'author_id': name one of them "
                    + "with @Column(\"…\").",
                "note: 3:20 'author' is declared here.",
            ]),
        Mistake(
            "two versions", entity("@Version var a: Int; @Version var b: Date"),
            ["3:26 A row has one version."]),
        Mistake(
            "a version beside a system column",
            "@Entity(\"t\", version: .xmin) final class T: Codable { @PrimaryKey var id: Int; "
                + "@Version var a: Int }",
            ["1:80 A row has one version."]),
        Mistake(
            "a version that may be NULL", entity("@Version var a: Int?"),
            [
                "3:5 @Version needs a whole number or a date that is never NULL, and no key; 'a' "
                    + "is Int?."
            ]),
        Mistake(
            "a name the macro needs", entity("var snapshot: String"),
            [
                "3:9 'snapshot' is a name @Entity itself needs: rename the property and keep the "
                    + "column's name with @Column(\"…\")."
            ]),
    ]
}
