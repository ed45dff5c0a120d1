extension Mistake {
    private static func entity(_ members: String) -> String {
        "@Entity(\"t\") final class T: Codable {\n    @PrimaryKey var id: Int\n    \(members)\n}"
    }

    private static func group(_ members: String) -> String {
        "@ColumnGroup struct G: Codable, Equatable {\n    var a: Int\n    \(members)\n}"
    }

    /// With attributes that change what a column holds, or who writes it.
    static let kinds: [Mistake] = [
        Mistake(
            "a group that is a class", "@ColumnGroup final class G: Codable { var a: Int }",
            ["1:1 @ColumnGroup is for structs."]),
        Mistake(
            "a group that is not Codable", "@ColumnGroup struct G { var a: Int }",
            [
                "1:21 A @ColumnGroup struct must be Codable and Equatable, which only its "
                    + "declaration can say."
            ]),
        Mistake(
            "a key in a group", group("@PrimaryKey var id: Int"),
            [
                "3:5 @PrimaryKey is for the table that a group of columns is put into, not for the "
                    + "group."
            ]),
        Mistake(
            "a group in a group", group("@Embedded var b: Other"),
            [
                "3:5 @Embedded is for the table that a group of columns is put into, not for the "
                    + "group."
            ]),
        Mistake(
            "a group in a struct", "@Table(\"t\") struct T { var id: Int; @Embedded var g: G }",
            ["1:37 @Embedded is for an @Entity, whose rows a session reads and writes."]),
        Mistake(
            "the time of an update in a struct",
            "@Table(\"t\") struct T { @UpdatedAt var at: Date }",
            ["1:24 @UpdatedAt is for an @Entity, whose rows a session reads and writes."]),
        Mistake(
            "a unique group", entity("@Embedded @Unique var g: G"),
            ["3:15 'g' is a group of columns, which @Unique cannot be about."]),
        Mistake(
            "an optional deferred column", entity("var a: Deferred<String>?"),
            [
                "3:9 'a' is never missing itself: a column that may be NULL is Deferred<String?>."
            ]),
        Mistake(
            "a deferred column with a value", entity("var a: Deferred<String> = Deferred(\"\")"),
            ["3:9 'a' cannot have an initial value: it starts out unloaded."]),
        Mistake(
            "a deferred column in a struct",
            "@Table(\"t\") struct T { var id: Int; var a: Deferred<String> }",
            ["1:41 A Deferred column is for an @Entity, whose session loads it."]),
        Mistake(
            "a deferred document", entity("@JSON var a: Deferred<S>"),
            ["3:5 'a' is Deferred, which does not go with @JSON."]),
        Mistake(
            "a computed column with a default",
            entity("@Generated(\"1\") @Default(\"2\") var a: Int"),
            ["3:21 The server computes 'a', which does not go with @Default."]),
        Mistake(
            "a computed column with a value", entity("@Generated(\"1\") var a: Int = 2"),
            ["3:25 'a' cannot have an initial value: the server computes it."]),
        Mistake(
            "an optional time", entity("@CreatedAt var a: Date?"),
            [
                "3:5 The server fills 'a' in, so that it is never NULL: it must not be optional."
            ]),
        Mistake(
            "two ways to keep a value", entity("@JSON @Stored(as: C.self) var a: S"),
            ["3:11 A column is kept as JSON or by a codec, not both."]),
        Mistake(
            "a mark of deletion that is no time", entity("@SoftDelete var a: Date"),
            [
                "3:5 @SoftDelete needs a date that may be NULL, or a Bool; 'a' is Date."
            ]),
        Mistake(
            "a flag of deletion that may be NULL", entity("@SoftDelete var a: Bool? = false"),
            [
                "3:5 @SoftDelete needs a date that may be NULL, or a Bool; 'a' is Bool?."
            ]),
        Mistake(
            "a flag of deletion without a value", entity("@SoftDelete var a: Bool"),
            ["3:21 A new row is not deleted: write 'var a: Bool = false'."]),
        Mistake(
            "a unique mark of deletion", entity("@SoftDelete @Unique var a: Date?"),
            ["3:17 'a' says that a row is deleted, which does not go with @Unique."]),
        Mistake(
            "two marks of deletion",
            entity("@SoftDelete var a: Date?; @SoftDelete var b: Bool = false"),
            ["3:31 A row is deleted once."]),
        Mistake(
            "a mark of deletion in a struct",
            "@Table(\"t\") struct T { @SoftDelete var a: Date? }",
            ["1:24 @SoftDelete is for an @Entity, whose rows a session reads and writes."]),
        Mistake(
            "a mark of deletion in a view",
            "@Entity(view: \"t\") final class T: Codable { @PrimaryKey var id: Int; @SoftDelete var a: Date? }",
            ["1:70 Rows of a view are never deleted."]),
    ]
}
