/// Every production of the manual's synopses of SELECT, INSERT, UPDATE, DELETE and MERGE.
///
/// They are PostgreSQL 18's, by page. Each must have a statement in ``Productions``.
///
/// Words without a meaning of their own are not listed: `ALL` after SELECT, GROUP BY and set
/// operations with `DISTINCT`, `INNER`, `OUTER`, `ASYMMETRIC`, `ROW` for `ROWS`, `NEXT` for `FIRST`,
/// `ONLY` of FETCH FIRST, `LIMIT ALL`, and `*` after a table.
enum Synopses {
    static let select = [
        "WITH with_query", "WITH RECURSIVE", "with_query: column names",
        "with_query: MATERIALIZED", "with_query: NOT MATERIALIZED", "with_query: select",
        "with_query: values", "with_query: insert", "with_query: update", "with_query: delete",
        "with_query: merge", "SEARCH BREADTH FIRST BY … SET", "SEARCH DEPTH FIRST BY … SET",
        "CYCLE … SET … USING", "CYCLE … SET … TO … DEFAULT … USING", "DISTINCT", "DISTINCT ON",
        "*", "expression AS output_name", "no FROM", "FROM several", "WHERE", "GROUP BY",
        "GROUP BY DISTINCT", "HAVING", "WINDOW … AS", "UNION", "UNION ALL", "INTERSECT",
        "INTERSECT ALL", "EXCEPT", "EXCEPT ALL", "ORDER BY", "ORDER BY ASC", "ORDER BY DESC",
        "ORDER BY USING", "NULLS FIRST", "NULLS LAST", "LIMIT", "OFFSET",
        "FETCH FIRST … WITH TIES", "FOR UPDATE", "FOR NO KEY UPDATE", "FOR SHARE",
        "FOR KEY SHARE", "FOR … OF", "NOWAIT", "SKIP LOCKED", "from_item: table",
        "from_item: ONLY", "from_item: table AS alias", "TABLESAMPLE", "TABLESAMPLE REPEATABLE",
        "from_item: LATERAL select", "from_item: select", "from_item: select column aliases",
        "from_item: with_query_name", "from_item: with_query_name AS alias",
        "from_item: LATERAL function", "from_item: function", "from_item: WITH ORDINALITY",
        "from_item: function column aliases", "from_item: function column definitions",
        "from_item: ROWS FROM", "JOIN ON", "LEFT JOIN ON", "RIGHT JOIN ON", "FULL JOIN ON",
        "JOIN USING", "NATURAL JOIN", "NATURAL LEFT JOIN", "CROSS JOIN", "grouping: ()",
        "grouping: expression", "grouping: ( expressions )", "grouping: ROLLUP",
        "grouping: CUBE", "grouping: GROUPING SETS", "TABLE",
    ]

    static let insert = [
        "WITH", "AS alias", "columns", "OVERRIDING SYSTEM VALUE", "OVERRIDING USER VALUE",
        "DEFAULT VALUES", "VALUES expression", "VALUES DEFAULT", "VALUES several", "query",
        "ON CONFLICT DO NOTHING", "conflict_target: column", "conflict_target: expression",
        "conflict_target: COLLATE", "conflict_target: opclass", "conflict_target: WHERE",
        "conflict_target: ON CONSTRAINT", "DO UPDATE SET column", "DO UPDATE SET DEFAULT",
        "DO UPDATE SET ROW", "DO UPDATE SET sub-SELECT", "DO UPDATE WHERE", "RETURNING *",
        "RETURNING expression AS name", "RETURNING WITH ( OLD AS, NEW AS )",
    ]

    static let update = [
        "WITH", "ONLY", "AS alias", "SET column", "SET DEFAULT", "SET ROW", "SET sub-SELECT",
        "FROM", "WHERE", "WHERE CURRENT OF", "RETURNING *", "RETURNING expression AS name",
        "RETURNING WITH ( OLD AS, NEW AS )",
    ]

    static let delete = [
        "WITH", "ONLY", "AS alias", "USING", "WHERE", "WHERE CURRENT OF", "RETURNING *",
        "RETURNING expression AS name", "RETURNING WITH ( OLD AS, NEW AS )",
    ]

    static let merge = [
        "WITH", "INTO ONLY", "INTO AS alias", "USING table", "USING ONLY", "USING query",
        "USING AS alias", "ON", "WHEN MATCHED", "WHEN MATCHED AND", "WHEN NOT MATCHED",
        "WHEN NOT MATCHED AND", "WHEN NOT MATCHED BY SOURCE", "WHEN NOT MATCHED BY SOURCE AND",
        "THEN UPDATE", "THEN DELETE", "THEN INSERT", "THEN DO NOTHING", "INSERT columns",
        "INSERT OVERRIDING SYSTEM VALUE", "INSERT OVERRIDING USER VALUE", "INSERT VALUES DEFAULT",
        "INSERT DEFAULT VALUES", "UPDATE SET column", "UPDATE SET DEFAULT", "UPDATE SET ROW",
        "UPDATE SET sub-SELECT", "RETURNING *", "RETURNING expression AS name",
        "RETURNING WITH ( OLD AS, NEW AS )",
    ]
}
