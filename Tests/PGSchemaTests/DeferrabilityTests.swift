import PGCore
import PGSchema
import Testing

@Suite("Constraints that are checked later")
struct DeferrabilityTests {
    private func table(
        key: Deferrability = .notDeferrable, unique: Deferrability = .notDeferrable
    ) -> TableDefinition {
        TableDefinition(
            name: "t",
            columns: [ColumnDefinition("id", "bigint"), ColumnDefinition("other", "bigint")],
            primaryKey: ["id"],
            uniques: [UniqueDefinition(table: "t", columns: ["other"], deferrable: unique)],
            foreignKeys: [
                ForeignKeyDefinition(
                    table: "t", columns: ["other"], referencedTable: "t",
                    referencedColumns: ["id"], onDelete: .cascade, deferrable: key)
            ])
    }

    @Test(arguments: [
        (Deferrability.notDeferrable, ""), (.initiallyImmediate, " DEFERRABLE"),
        (.initiallyDeferred, " DEFERRABLE INITIALLY DEFERRED"),
    ])
    func `are declared as such`(_ timing: Deferrability, _ suffix: String) {
        #expect(
            table(key: timing, unique: timing).createStatement().text == """
                CREATE TABLE "t" (
                    "id" bigint NOT NULL,
                    "other" bigint NOT NULL,
                    CONSTRAINT "t_pkey" PRIMARY KEY ("id"),
                    CONSTRAINT "t_other_key" UNIQUE ("other")\(suffix),
                    CONSTRAINT "t_other_fkey" FOREIGN KEY ("other") REFERENCES "t" ("id") \
                ON DELETE CASCADE\(suffix)
                )
                """)
    }

    @Test(arguments: [
        (Deferrability.notDeferrable, "NOT DEFERRABLE"),
        (.initiallyImmediate, "DEFERRABLE INITIALLY IMMEDIATE"),
        (.initiallyDeferred, "DEFERRABLE INITIALLY DEFERRED"),
    ])
    func `a foreign key is altered in place`(_ timing: Deferrability, _ words: String) {
        let table = table(key: timing)
        #expect(
            table.alterStatement(for: table.foreignKeys[0]).text
                == #"ALTER TABLE "t" ALTER CONSTRAINT "t_other_fkey" \#(words)"#)
    }

    @Test func `a difference alters a foreign key, and makes a unique constraint again`() {
        let wanted = DatabaseSchema(
            tables: [table(key: .initiallyDeferred, unique: .initiallyImmediate)])

        let difference = wanted.difference(from: DatabaseSchema(tables: [table()]))

        #expect(
            difference.description == """
                drop the unique constraint t_other_key of t
                add the unique constraint t_other_key to t
                make the foreign key t_other_fkey of t DEFERRABLE INITIALLY DEFERRED
                """)
    }

    @Test func `a key that differs otherwise as well is made again`() {
        var other = table(key: .initiallyDeferred)
        other.foreignKeys[0].onDelete = .setNull

        let difference = DatabaseSchema(tables: [other]).difference(
            from: DatabaseSchema(tables: [table()]))

        #expect(
            difference.description == """
                drop the foreign key t_other_fkey of t
                add the foreign key t_other_fkey to t
                """)
    }

    @Test func `no foreign key may refer to a unique constraint that is deferrable`() {
        var schema = DatabaseSchema(tables: [table(unique: .initiallyImmediate)])
        schema.tables[0].foreignKeys[0].referencedColumns = ["other"]

        #expect(schema.problems().map(\.code) == [.referenceNotUnique])
    }
}
