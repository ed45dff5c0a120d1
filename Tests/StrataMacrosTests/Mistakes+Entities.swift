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
            "two primary keys", entity("@PrimaryKey(.identity) var b: Int"),
            [
                "3:5 A table has one primary key, and 'id' is it already.",
                "note: 2:5 'id' is marked here.",
            ]),
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
            "a relationship as the key",
            "@Entity(\"t\") final class T: Codable { @PrimaryKey @BelongsTo var a: ToOne<User> }",
            ["1:39 A relationship cannot be the primary key."]),
        Mistake(
            "a foreign key beside its relationship",
            entity("@BelongsTo var author: ToOne<User>; var authorID: Int"),
            [
                "3:45 'author' and 'authorID' both map to the column 'author_id': name one of them "
                    + "with @Column(\"…\").",
                "note: 3:20 'author' is declared here.",
            ]),
        Mistake(
            "a name the macro needs", entity("var snapshot: String"),
            [
                "3:9 'snapshot' is a name @Entity itself needs: rename the property and keep the "
                    + "column's name with @Column(\"…\")."
            ]),
    ]
}
