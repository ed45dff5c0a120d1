extension Mistake {
    /// On the type itself.
    static let types: [Mistake] = [
        Mistake(
            "@Table on a class",
            "@Table(\"t\") final class T { var id: Int }",
            [
                "1:1 @Table is for structs; a class whose instances have identity is an @Entity.",
                "fix: Use @Entity.",
            ],
            fixed: "@Entity(\"t\") final class T { var id: Int }"),
        Mistake(
            "@Table on an enum",
            "@Table(\"t\") enum T { case a }", ["1:1 @Table is for structs."]),
        Mistake(
            "@Entity on a struct",
            "@Entity(\"t\") struct T { @PrimaryKey var id: Int }",
            [
                "1:1 @Entity is for final classes, whose instances have identity; a struct of "
                    + "values is a @Table.",
                "fix: Use @Table.",
            ],
            fixed: "@Table(\"t\") struct T { @PrimaryKey var id: Int }"),
        Mistake(
            "@Entity on an actor",
            "@Entity(\"t\") actor T { @PrimaryKey var id: Int }",
            ["1:1 @Entity is for final classes."]),
        Mistake(
            "@Entity on a class that is not final",
            "@Entity(\"t\") public class T: Codable { @PrimaryKey var id: Int }",
            [
                "1:27 An @Entity class must be final: its rows are of one type.",
                "fix: Make T final.",
            ],
            fixed: "@Entity(\"t\") public final class T: Codable { @PrimaryKey var id: Int }"),
        Mistake(
            "@Entity on a class that is not Codable",
            "@Entity(\"t\") final class T { @PrimaryKey var id: Int }",
            [
                "1:26 An @Entity class must be Codable, which only its declaration can say.",
                "fix: Add ': Codable'.",
            ],
            fixed: "@Entity(\"t\") final class T: Codable { @PrimaryKey var id: Int }"),
        Mistake(
            "@Table on a generic type",
            "@Table(\"t\") struct T<V> { var id: V }",
            [
                "1:21 @Table cannot be attached to a generic type: a table has one set of columns."
            ]),
        Mistake(
            "@Entity on a generic type",
            "@Entity(\"t\") final class T<V>: Codable { @PrimaryKey var id: V }",
            [
                "1:27 @Entity cannot be attached to a generic type: a table has one set of columns."
            ]),
        Mistake(
            "an empty table name",
            "@Table(\"\") struct T { var id: Int }", ["1:1 The table's name is empty."]),
        Mistake(
            "an empty struct",
            "@Table(\"t\") struct T {}",
            ["1:1 There are no stored properties, so the table would have no columns."]),
        Mistake(
            "only properties that are no columns",
            "@Table(\"t\") struct T { static var a = 1; var b: Int { 1 } }",
            ["1:1 There are no stored properties, so the table would have no columns."]),
        Mistake(
            "a marker outside of a mapped type",
            "struct T { @Unique var a: Int }",
            [
                "1:12 @Unique does nothing outside of a type with @Table, @Entity or @ColumnGroup."
            ]),
    ]
}
