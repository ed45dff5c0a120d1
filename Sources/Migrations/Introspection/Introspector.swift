public import PGCore
public import PGSchema

/// Reads the structure of a database from its catalogs.
public enum Introspector {
    /// Reads the enum types and tables of a schema (namespace), ordered by name.
    ///
    /// Expressions come in the server's own spelling. What `DatabaseSchema` cannot say,
    /// such as exclusion constraints, triggers and views, is left out; ``CatalogSnapshot`` has all of
    /// a table. The table of applied migrations is left out as well.
    ///
    /// - Parameters:
    ///   - schema: The schema, which the definitions then name; `nil` for the first of the search
    ///     path, which they do not name.
    ///   - executor: Where to read.
    /// - Throws: `PGError`.
    public static func readSchema(
        _ schema: String? = nil, on executor: some StatementExecutor
    ) async throws(PGError) -> DatabaseSchema {
        var tables = try await readTables(schema, on: executor)
        try await readColumns(schema, into: &tables, on: executor)
        try await readConstraints(schema, into: &tables, on: executor)
        try await readIndexes(schema, into: &tables, on: executor)
        return DatabaseSchema(
            enums: try await readEnums(schema, on: executor),
            tables: tables.values.sorted { $0.name < $1.name })
    }

    private static func readEnums(
        _ schema: String?, on executor: some StatementExecutor
    ) async throws(PGError) -> [EnumDefinition] {
        let rows = try await executor.execute(
            """
            SELECT t.typname::text, ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
            FROM pg_catalog.pg_type t
            WHERE t.typtype = 'e' AND t.typnamespace = (\(CatalogQuery.namespace(schema)))
            ORDER BY t.typname
            """)
        return try rows.decode(String.self, [String].self).map { name, labels in
            EnumDefinition(schema: schema, name: name, labels: labels)
        }
    }

    private static func readTables(
        _ schema: String?, on executor: some StatementExecutor
    ) async throws(PGError) -> [String: TableDefinition] {
        let rows = try await executor.execute(
            """
            WITH relations AS (\(CatalogQuery.relations(in: schema)))
            SELECT relname::text FROM relations
            """)
        let names = try rows.decodeColumn(String.self, at: 0)
        return Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, TableDefinition(schema: schema, name: $0, columns: []))
            })
    }

    private static func readColumns(
        _ schema: String?, into tables: inout [String: TableDefinition],
        on executor: some StatementExecutor
    ) async throws(PGError) {
        let rows = try await executor.execute(
            """
            WITH relations AS (\(CatalogQuery.relations(in: schema)))
            SELECT r.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
                a.attnotnull, a.attidentity::text,
                a.attgenerated <> '', pg_get_expr(d.adbin, d.adrelid)
            FROM relations r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
            WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """)
        let columns = try rows.decode(
            String.self, String.self, String.self, Bool.self, String.self, Bool.self,
            String?.self)
        for (table, name, type, isRequired, identity, isGenerated, expression) in columns {
            tables[table]?.columns.append(
                ColumnDefinition(
                    name, SQLType(rawValue: type), isNullable: !isRequired,
                    default: isGenerated ? nil : expression,
                    identity: ["a": .always, "d": .byDefault][identity],
                    generated: isGenerated ? expression : nil))
        }
    }
}
