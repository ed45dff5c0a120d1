public import PGCore

/// What the catalogs say about one schema (namespace), as sorted lines of text.
///
/// Every definition is the server's own rendering, so nothing is lost and two databases have the
/// same structure exactly when their lines are equal. The table of applied migrations is left out.
public struct CatalogSnapshot: Sendable, Hashable {
    /// One line for each enum type, table, column, constraint and index.
    public let lines: [String]

    /// Makes a snapshot of given lines.
    public init(lines: [String]) {
        self.lines = lines.sorted()
    }

    /// Reads a schema.
    ///
    /// - Parameters:
    ///   - schema: The schema, or `nil` for the first of the search path.
    ///   - executor: Where to read.
    /// - Throws: `PGError`.
    public static func read(
        schema: String? = nil, on executor: some StatementExecutor
    ) async throws(PGError) -> CatalogSnapshot {
        let rows = try await executor.execute(
            """
            WITH relations AS (\(CatalogQuery.relations(in: schema)))
            SELECT format('enum %s: %s', t.typname,
                (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))
            FROM pg_catalog.pg_type t
            WHERE t.typtype = 'e' AND t.typnamespace = (\(CatalogQuery.namespace(schema)))
            UNION ALL
            SELECT format('table %s', r.relname) FROM relations r
            UNION ALL
            SELECT format('column %s %s %s: %s%s%s%s', r.relname,
                row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum), a.attname,
                format_type(a.atttypid, a.atttypmod),
                CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
                CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN
                    ' identity by default' ELSE '' END,
                CASE WHEN a.attgenerated <> '' THEN ' generated ' WHEN a.atthasdef THEN
                    ' default ' ELSE '' END || coalesce(pg_get_expr(d.adbin, d.adrelid), ''))
            FROM relations r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
            WHERE a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT format('constraint %s %s: %s', r.relname, c.conname,
                pg_get_constraintdef(c.oid))
            FROM relations r JOIN pg_catalog.pg_constraint c ON c.conrelid = r.oid
            UNION ALL
            SELECT format('index %s: %s', r.relname, pg_get_indexdef(i.indexrelid))
            FROM relations r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid
            """)
        return CatalogSnapshot(lines: try rows.decodeColumn(String.self, at: 0))
    }

    /// Returns what differs: lines only here start with `+`, lines only there with `-`.
    public func difference(from other: CatalogSnapshot) -> [String] {
        let here = Set(lines)
        let there = Set(other.lines)
        return lines.filter { !there.contains($0) }.map { "+ \($0)" }
            + other.lines.filter { !here.contains($0) }.map { "- \($0)" }
    }
}

/// Pieces of the queries on the catalogs.
enum CatalogQuery {
    /// The OID of a schema.
    static func namespace(_ schema: String?) -> SQLStatement {
        """
        SELECT oid FROM pg_catalog.pg_namespace
        WHERE nspname = coalesce(\(schema)::text, pg_catalog.current_schema()::text)
        """
    }

    /// The tables of a schema.
    static func relations(in schema: String?) -> SQLStatement {
        """
        SELECT oid, relname FROM pg_catalog.pg_class
        WHERE relkind IN ('r', 'p') AND relname <> \(MigrationLedger.name)
        AND relnamespace = (\(namespace(schema)))
        """
    }
}
