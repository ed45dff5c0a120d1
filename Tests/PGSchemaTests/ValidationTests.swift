import PGCore
import PGSchema
import Testing

@Suite("Validation of a schema")
struct ValidationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: SchemaError.Code
        let message: String
        let schema: DatabaseSchema

        init(
            _ name: String, _ code: SchemaError.Code, _ message: String,
            enums: [EnumDefinition] = [], _ tables: TableDefinition...
        ) {
            testDescription = name
            self.code = code
            self.message = message
            schema = DatabaseSchema(enums: enums, tables: tables)
        }
    }

    static let id = ColumnDefinition("id", "bigint")
    static let long = String(repeating: "n", count: 64)

    static let cases = [
        Case(
            "no table name", .emptyName, "a table's name is empty",
            TableDefinition(name: "", columns: [id])),
        Case(
            "long table name", .nameTooLong, "the name of \(long), \(long), has 64 bytes",
            TableDefinition(name: long, columns: [id])),
        Case(
            "same column twice", .duplicateColumn, "t has the column id twice",
            TableDefinition(name: "t", columns: [id, id])),
        Case(
            "same table twice", .duplicateName, "the name t is used by two tables or types",
            TableDefinition(name: "t", columns: [id]), TableDefinition(name: "t", columns: [id])),
        Case(
            "same label twice", .duplicateName, "the enum type e has the label a twice",
            enums: [EnumDefinition(name: "e", labels: ["a", "b", "a"])]),
        Case(
            "unknown column in the primary key", .unknownColumn,
            "the primary key t_pkey names x, which is not a column of t",
            TableDefinition(name: "t", columns: [id], primaryKey: ["x"])),
        Case(
            "unknown column in a foreign key's target", .unknownColumn,
            "the foreign key t_id_fkey of t names x, which is not a column of t",
            TableDefinition(
                name: "t", columns: [id],
                foreignKeys: [
                    ForeignKeyDefinition(
                        table: "t", columns: ["id"], referencedTable: "t", referencedColumns: ["x"])
                ])),
        Case(
            "unknown table", .unknownTable,
            "the foreign key t_id_fkey of t references gone, which is not a table of this schema",
            TableDefinition(
                name: "t", columns: [id],
                foreignKeys: [
                    ForeignKeyDefinition(
                        table: "t", columns: ["id"], referencedTable: "gone",
                        referencedColumns: ["id"])
                ])),
        Case(
            "target that is not unique", .referenceNotUnique,
            "the foreign key t_id_fkey of t references columns of t that are not unique",
            TableDefinition(
                name: "t", columns: [id],
                foreignKeys: [
                    ForeignKeyDefinition(
                        table: "t", columns: ["id"], referencedTable: "t", referencedColumns: ["id"]
                    )
                ])),
        Case(
            "unique constraint without columns", .emptyKey,
            "the unique constraint u of t has no columns",
            TableDefinition(
                name: "t", columns: [id], uniques: [UniqueDefinition(name: "u", columns: [])])),
        Case(
            "two checks of one name", .duplicateConstraint, "t has two constraints named c",
            TableDefinition(
                name: "t", columns: [id],
                checks: [
                    CheckDefinition(name: "c", expression: "true"),
                    CheckDefinition(name: "c", expression: "false"),
                ])),
        Case(
            "index name of another table", .duplicateName, "b and a both need the name i",
            TableDefinition(
                name: "a", columns: [id], indexes: [IndexDefinition(name: "i", keys: ["id"])]),
            TableDefinition(
                name: "b", columns: [id], indexes: [IndexDefinition(name: "i", keys: ["id"])])),
        Case(
            "default and identity", .conflictingDefault,
            "the column id of t has both a default and an identity",
            TableDefinition(
                name: "t",
                columns: [ColumnDefinition("id", "bigint", default: "1", identity: .always)])),
    ]

    @Test(arguments: cases)
    func `names what is wrong`(example: Case) {
        let problems = example.schema.problems()

        #expect(problems.map(\.message) == [example.message])
        #expect(problems.map(\.code) == [example.code])
        #expect(throws: SchemaError.self) { try example.schema.createStatements() }
    }

    @Test func `a sound schema has no problems`() {
        let schema = DatabaseSchema(enums: [Sample.role], tables: [Sample.posts, Sample.users])

        #expect(schema.problems().isEmpty)
    }

    @Test func `the same table name in two schemas is no problem`() {
        let schema = DatabaseSchema(tables: [
            Sample.table("t", schema: "a"), Sample.table("t", schema: "b"),
        ])

        #expect(schema.problems().isEmpty)
    }
}
