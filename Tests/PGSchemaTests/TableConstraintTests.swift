import PGCore
import PGSchema
import Testing

@Suite("Constraints and places that are added to definitions")
struct TableConstraintTests {
    private let table = TableDefinition(
        name: "t", columns: ["a", "b", "c"].map { ColumnDefinition($0, "text") },
        uniques: [UniqueDefinition(table: "t", columns: ["a", "b"])])

    @Test func `get the names PostgreSQL would choose, or those that are given`() {
        let more = table.adding([
            .unique("a", "b"), .unique("b", "c", name: "u", deferrable: .initiallyDeferred),
            .check("a < b"), .check("b < c"), .check("a < c", name: "k"),
            .foreignKey("a", "b", references: "t", ["b", "c"], onDelete: .setNull),
            .foreignKey("a", "b", references: "x", ["p", "q"], schema: "s", name: "f"),
            .index("c", "lower(a)"), .index("c", "lower(a)", isUnique: true),
            .index("c", name: "i", method: "hash", where: "c <> ''"),
        ])

        #expect(more.uniques.map(\.name) == ["t_a_b_key", "t_a_b_key1", "u"])
        #expect(more.uniques[2].deferrability == .initiallyDeferred)
        #expect(more.checks.map(\.name) == ["t_check", "t_check1", "k"])
        #expect(more.checks.map(\.expression) == ["a < b", "b < c", "a < c"])
        #expect(more.foreignKeys.map(\.name) == ["t_a_b_fkey", "f"])
        #expect(more.foreignKeys[0].onDelete == .setNull)
        #expect(more.foreignKeys[1].referencedName.description == "s.x")
        #expect(more.indexes.map(\.name) == ["t_c_lower_idx", "t_c_lower_idx1", "i"])
        #expect(more.indexes[1].isUnique)
        #expect(more.indexes[2].method == "hash")
        #expect(more.indexes[2].predicate == "c <> ''")
    }

    @Test func `a schema without names is placed in one, its own types included`() {
        let role = EnumDefinition(name: "Role", labels: ["a"])
        var table = table
        table.columns += [
            ColumnDefinition("d", #""Role""#), ColumnDefinition("e", #""Role"[]"#),
            ColumnDefinition("f", "integer"),
        ]
        table.foreignKeys = [
            ForeignKeyDefinition(
                table: "t", columns: ["a"], referencedTable: "t", referencedColumns: ["a"]),
            ForeignKeyDefinition(
                table: "t", columns: ["b"], referencedSchema: "other", referencedTable: "t",
                referencedColumns: ["a"]),
        ]
        let named = TableDefinition(schema: "own", name: "n", columns: [])

        let placed = DatabaseSchema(enums: [role], tables: [table, named]).placed(in: "My App")

        #expect(placed.enums.map(\.schema) == ["My App"])
        #expect(placed.tables.map(\.schema) == ["My App", "own"])
        #expect(placed.tables[0].foreignKeys.map(\.referencedSchema) == ["My App", "other"])
        #expect(
            placed.tables[0].columns.suffix(3).map(\.type.rawValue)
                == [#""My App"."Role""#, #""My App"."Role"[]"#, "integer"])
    }

    @Test func `a type is the same with and without the name of its table's schema`() {
        func schema(_ name: String?, _ type: SQLType) -> DatabaseSchema {
            DatabaseSchema(tables: [
                TableDefinition(schema: name, name: "t", columns: [ColumnDefinition("a", type)])
            ])
        }
        let wanted = schema("My App", #""Role"[]"#)
        #expect(wanted.difference(from: schema("My App", #""My App"."Role"[]"#)).isEmpty)
        #expect(!wanted.difference(from: schema("My App", #"other."Role"[]"#)).isEmpty)
        #expect(!wanted.difference(from: schema("My App", "role")).isEmpty)
    }
}
