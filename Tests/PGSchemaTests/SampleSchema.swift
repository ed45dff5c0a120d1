import PGCore
import PGSchema

/// Two tables and an enum with one of everything.
enum Sample {
    static let role = EnumDefinition(name: "user_role", labels: ["member", "admin"])

    static let users = TableDefinition(
        name: "users",
        columns: [
            ColumnDefinition("id", "bigint", identity: .byDefault),
            ColumnDefinition("email", "text"),
            ColumnDefinition("age", "integer", isNullable: true),
            ColumnDefinition("role", "user_role", default: "'member'"),
        ],
        primaryKey: ["id"],
        uniques: [UniqueDefinition(table: "users", columns: ["email"])],
        checks: [
            CheckDefinition(table: "users", column: "age", expression: "age BETWEEN 0 AND 150")
        ],
        indexes: [IndexDefinition(table: "users", keys: ["role", "id"])])

    static let posts = TableDefinition(
        name: "posts",
        columns: [
            ColumnDefinition("id", "bigint", identity: .always),
            ColumnDefinition("author_id", "bigint"),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            ForeignKeyDefinition(
                table: "posts", columns: ["author_id"], referencedTable: "users",
                referencedColumns: ["id"], onDelete: .cascade)
        ])

    /// A table with a key `id` and a foreign key to each of the given tables.
    static func table(
        _ name: String, references others: String..., schema: String? = nil
    ) -> TableDefinition {
        TableDefinition(
            schema: schema, name: name,
            columns: [ColumnDefinition("id", "bigint")]
                + others.map { ColumnDefinition("\($0)_id", "bigint", isNullable: true) },
            primaryKey: ["id"],
            foreignKeys: others.map {
                ForeignKeyDefinition(
                    table: name, columns: ["\($0)_id"], referencedSchema: schema,
                    referencedTable: $0, referencedColumns: ["id"])
            })
    }
}
