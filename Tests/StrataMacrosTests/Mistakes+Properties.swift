extension Mistake {
    private static func table(_ member: String) -> String { "@Table(\"t\") struct T { \(member) }" }

    /// On single properties of either.
    static let properties: [Mistake] = [
        untyped("1", "Int"), untyped("\"x\"", "String"), untyped("true", "Bool"),
        untyped("1.5", "Double"), untyped("make()", "<#Type#>"),
        Mistake(
            "several properties as a tuple", table("var (a, b): (Int, Int)"),
            ["1:28 Declare each column as a property of its own."]),
        Mistake(
            "a property wrapper", table("@Clamped(0...9) var a: Int"),
            ["1:24 'a' cannot be a column: @Clamped changes how it is stored."]),
        Mistake(
            "an identity column of text", table("@PrimaryKey(.identity) var a: String"),
            [
                "1:24 @PrimaryKey(.identity) needs Int, Int16, Int32 or Int64; 'a' is String.",
                "note: 1:24 Keys that the client gives are @PrimaryKey, UUIDs that the server makes "
                    + "are @PrimaryKey(.uuid).",
            ]),
        Mistake(
            "an identity column of UUIDs", table("@PrimaryKey(.identity) var a: Foundation.UUID"),
            [
                "1:24 @PrimaryKey(.identity) needs Int, Int16, Int32 or Int64; 'a' is "
                    + "Foundation.UUID.",
                "note: 1:24 Keys that the client gives are @PrimaryKey, UUIDs that the server makes "
                    + "are @PrimaryKey(.uuid).",
            ]),
        Mistake(
            "a UUID key of integers", table("@PrimaryKey(.uuid) var a: Int"),
            ["1:24 @PrimaryKey(.uuid) needs a UUID; 'a' is Int."]),
        Mistake(
            "an optional key", table("@PrimaryKey(.identity) var a: Int?"),
            [
                "1:24 A primary key is never NULL: 'a' must not be optional. Before the first "
                    + "flush, an entity's 'persistentID' is nil."
            ]),
        Mistake(
            "an identity column with a value", table("@PrimaryKey(.identity) var a: Int = 0"),
            ["1:51 'a' cannot have an initial value: the server makes it."]),
    ]

    private static func untyped(_ value: String, _ type: String) -> Mistake {
        Mistake(
            "no type, but \(value)", table("var a = \(value)"),
            [
                "1:28 'a' needs a written type: a macro cannot see what the compiler infers.",
                "fix: Write the type of 'a'.",
            ],
            fixed: table("var a: \(type) = \(value)"))
    }
}
