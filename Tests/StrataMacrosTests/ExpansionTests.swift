import Testing

@Suite("What the macros write")
struct ExpansionTests {
    @Test(arguments: Example.all)
    func `an expansion is exactly what is expected`(example: Example) {
        let expansion = Expansion(example.source)
        #expect(expansion.problems == [])
        #expect(expansion.text == example.expanded)
    }

    @Test(arguments: [
        ("public ", "public "), ("package ", "package "), ("", ""), ("private ", "fileprivate "),
    ])
    func `everything has the access of the type`(access: String, written: String) {
        let table = Expansion(
            "@Table(\"t\") \(access)struct T { @PrimaryKey(.identity) \(access)var id: Int }")
        let lines = [
            "nonisolated struct Columns: QueryBuilder.TableColumns {",
            "static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(",
            "static var columnCount: Int { 1 }",
            "init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {",
            "nonisolated struct New: QueryBuilder.InsertValues {",
        ]
        for line in lines { #expect(table.text.contains("\n    \(written)\(line)\n")) }
    }

    @Test(arguments: [
        ("public", "private", "fileprivate "), ("public", "fileprivate", "fileprivate "),
        ("public", "private(set) public", "public "), ("public", "", ""),
        ("public", "package", "package "), ("internal", "public", ""),
        ("package", "public", "package "),
    ])
    func `a property with less access lowers what stands for it`(
        type: String, property: String, written: String
    ) {
        let text = Expansion("@Table(\"t\") \(type) struct T { \(property) var a: Int }").text
        #expect(text.contains("\n        \(written)let a: QueryBuilder.Column<Int>\n"))
        #expect(text.contains("\n        \(written)init(a: Int) {\n"))
    }

    @Test func `a property with less access and a default stays out of the initializers`() {
        let members =
            "@PrimaryKey public var id: Int; var a: Int?; private var b: Int = 1; @Default(\"1\") var c: Int"
        let table = Expansion("@Table(\"t\") public struct T { \(members) }").text
        #expect(table.contains("\n        public init(id: Int) {\n            self.id = id\n"))
        #expect(table.contains("\n        fileprivate var b: Int = 1\n"))
        let entity = Expansion("@Entity(\"t\") public final class T: M { \(members) }").text
        #expect(entity.contains("\n    public init(id: Int) {\n        self.id = id\n"))
    }

    @Test func `a user's own initializer, New and CodingKeys are kept`() {
        let table = Expansion("@Table(\"t\") struct T { var a: Int; struct New {} }").text
        #expect(!table.contains("InsertValues"))
        let entity = Expansion(
            """
            @Entity("t") final class T: Codable {
                @PrimaryKey(.identity) var id: Int
                var a: Int
                enum CodingKeys: String, CodingKey { case _id = "i", a }
                init(a: Int) { self.a = 2 * a }
            }
            """
        ).text
        #expect(entity.components("init(a: Int)") == 1)
        #expect(entity.components("enum CodingKeys") == 2, "the class's and the snapshot's")
    }

    @Test(arguments: [
        ("Int?", "Int?", "Int", true), ("Optional<Int>", "Int?", "Int", true),
        ("Swift.Optional<[Int]>", "[Int]?", "[Int]", true), ("Int!", "Int?", "Int", true),
        ("[String: Int]", "[String: Int]", "[String: Int]", false),
        ("Foundation.UUID", "Foundation.UUID", "Foundation.UUID", false),
    ])
    func `optionals are nullable however they are spelled`(
        spelling: String, column: String, base: String, isNullable: Bool
    ) {
        let text = Expansion("@Table(\"t\") struct T { var a: \(spelling) }").text
        #expect(text.contains("let a: QueryBuilder.Column<\(column)>\n"))
        let nullable = isNullable ? ", isNullable: true" : ""
        #expect(text.contains("PGSchema.ColumnDefinition(\"a\", \(base).sqlType\(nullable)),"))
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(_ text: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: text) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
