import PGCore
import PGSchema

extension Introspector {
    static func readConstraints(
        _ schema: String?, into tables: inout [String: TableDefinition],
        on executor: some StatementExecutor
    ) async throws(PGError) {
        let rows = try await executor.execute(
            """
            WITH relations AS (\(CatalogQuery.relations(in: schema)))
            SELECT r.relname::text, c.conname::text, c.contype::text,
                ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
                    JOIN pg_catalog.pg_attribute a
                    ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.place),
                coalesce(pg_get_expr(c.conbin, c.conrelid), ''),
                CASE WHEN n.oid <> c.connamespace THEN n.nspname::text END,
                coalesce(f.relname::text, ''),
                ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k (number, place)
                    JOIN pg_catalog.pg_attribute a
                    ON a.attrelid = c.confrelid AND a.attnum = k.number ORDER BY k.place),
                c.confdeltype::text, c.confupdtype::text,
                CASE WHEN c.condeferred THEN 'DEFERRABLE INITIALLY DEFERRED'
                    WHEN c.condeferrable THEN 'DEFERRABLE' ELSE 'NOT DEFERRABLE' END
            FROM relations r JOIN pg_catalog.pg_constraint c ON c.conrelid = r.oid
            LEFT JOIN pg_catalog.pg_class f ON f.oid = c.confrelid
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = f.relnamespace
            WHERE c.contype IN ('p', 'u', 'c', 'f') ORDER BY c.conname
            """)
        let constraints = try rows.decode(
            String.self, String.self, String.self, [String].self, String.self, String?.self,
            String.self, [String].self, String.self, String.self, String.self)
        for found in constraints {
            let (table, name, kind, columns, expression) = (
                found.0, found.1, found.2, found.3, found.4
            )
            let timing = Deferrability(rawValue: found.10) ?? .notDeferrable
            switch kind {
            case "p":
                tables[table]?.primaryKey = columns
                let isDefault = name == DefaultName.primaryKey(table: table)
                tables[table]?.primaryKeyName = isDefault ? nil : name
            case "u":
                tables[table]?.uniques.append(
                    UniqueDefinition(name: name, columns: columns, deferrable: timing))
            case "c":
                tables[table]?.checks.append(CheckDefinition(name: name, expression: expression))
            default:
                tables[table]?.foreignKeys.append(
                    ForeignKeyDefinition(
                        name: name, columns: columns, referencedSchema: found.5 ?? schema,
                        referencedTable: found.6, referencedColumns: found.7,
                        onDelete: action(found.8), onUpdate: action(found.9), deferrable: timing))
            }
        }
    }

    /// The action behind a letter of `pg_constraint`.
    private static func action(_ letter: String) -> ForeignKeyDefinition.Action {
        switch letter {
        case "r": .restrict
        case "c": .cascade
        case "n": .setNull
        case "d": .setDefault
        default: .noAction
        }
    }

    static func readIndexes(
        _ schema: String?, into tables: inout [String: TableDefinition],
        on executor: some StatementExecutor
    ) async throws(PGError) {
        let rows = try await executor.execute(
            """
            WITH relations AS (\(CatalogQuery.relations(in: schema)))
            SELECT r.relname::text, x.relname::text, i.indisunique, m.amname::text,
                pg_get_expr(i.indpred, i.indrelid),
                ARRAY(SELECT CASE
                        WHEN i.indkey[k - 1] = 0 THEN pg_get_indexdef(x.oid, k, false)
                        WHEN i.indoption[k - 1] = 0 THEN a.attname::text
                        ELSE quote_ident(a.attname) END
                    || CASE i.indoption[k - 1] WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN
                        ' NULLS FIRST' WHEN 3 THEN ' DESC' ELSE '' END
                    FROM generate_series(1, i.indnkeyatts) k LEFT JOIN pg_catalog.pg_attribute a
                    ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] ORDER BY k)
            FROM relations r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid
            JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            JOIN pg_catalog.pg_am m ON m.oid = x.relam
            WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c
                WHERE c.conindid = x.oid AND c.conrelid = r.oid AND c.contype IN ('p', 'u', 'x'))
            ORDER BY x.relname
            """)
        let indexes = try rows.decode(
            String.self, String.self, Bool.self, String.self, String?.self, [String].self)
        for (table, name, isUnique, method, predicate, keys) in indexes {
            tables[table]?.indexes.append(
                IndexDefinition(
                    name: name, keys: keys, isUnique: isUnique, method: method,
                    predicate: predicate))
        }
    }
}
