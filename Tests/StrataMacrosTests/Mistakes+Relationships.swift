extension Mistake {
    private static func user(_ member: String) -> String {
        "@Entity(\"t\") final class T: Codable {\n    @PrimaryKey var id: Int\n    \(member)\n}"
    }

    /// In relationships whose foreign key is on the other side, or in between.
    static let relationships: [Mistake] = [
        Mistake(
            "@HasOne on a to-many", user("@HasOne(\\P.user) var profile: ToMany<P>"),
            ["3:5 @HasOne needs a property of type ToOneInverse<…>; 'profile' is ToMany<P>."]),
        Mistake(
            "@HasMany on the inverse of a to-one",
            user("@HasMany(\\P.user) var p: ToOneInverse<P>"),
            ["3:5 @HasMany needs a property of type ToMany<…>; 'p' is ToOneInverse<P>."]),
        Mistake(
            "@HasMany(through:) on a to-many",
            user("@HasMany(through: \\T.posts, \\Post.tags) var tags: ToMany<Tag>"),
            ["3:5 @HasMany needs a property of type Through<…>; 'tags' is ToMany<Tag>."]),
        Mistake(
            "an inverse of a to-one without @HasOne", user("var profile: ToOneInverse<P>"),
            [
                "3:9 'profile' is a relationship: mark it with @HasOne and its inverse, such as "
                    + "@HasOne(\\P.owner)."
            ]),
        Mistake(
            "an optional inverse of a to-one", user("@HasOne(\\P.user) var p: ToOneInverse<P>?"),
            ["3:26 'p' cannot be optional: its value is nil when there is no row."]),
        Mistake(
            "@ManyToMany on something else", user("@ManyToMany(through: \"x\") var groups: [G]"),
            ["3:5 @ManyToMany needs a property of type ToMany<…>; 'groups' is [G]."]),
        Mistake(
            "columns of one side of a join table",
            user("@ManyToMany(through: \"x\", from: [\"a\"]) var groups: ToMany<G>"),
            ["3:37 from: needs to: with the columns of the other side."]),
        Mistake(
            "computed columns of a join table",
            user("@ManyToMany(through: \"x\", from: names, to: [\"b\"]) var groups: ToMany<G>"),
            ["3:37 from: takes string literals, because a macro cannot see other values."]),
    ]
}
