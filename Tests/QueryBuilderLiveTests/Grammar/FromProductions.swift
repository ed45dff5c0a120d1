import QueryBuilder

private let counts = PostRow.all.groupBy { $0.authorID }.select { ($0.authorID, countRows()) }
private let json = Expression<JSONText>("\("[]")::text::jsonb")

extension Productions {
    static let fromItems: [Production] = [
        Production("from_item: table", " FROM \"blog\".\"posts\"") { PostRow.all },
        Production("from_item: ONLY", " FROM ONLY ") { UserRow.only.all },
        Production("from_item: table AS alias", " FROM \"users\" AS \"u\"") { UserRow.as("u") },
        Production("TABLESAMPLE", " TABLESAMPLE SYSTEM (") {
            UserRow.sample(.system(percent: 1)).all
        },
        Production("TABLESAMPLE REPEATABLE", " REPEATABLE (") {
            UserRow.sample(.bernoulli(percent: 1), seed: 1).all
        },
        Production("from_item: LATERAL select", " JOIN LATERAL (SELECT ") {
            UserRow.all.joinLateral { u in
                PostRow.where { $0.authorID == u.id }.derived("p")
            }
        },
        Production("from_item: select", " FROM (SELECT ") {
            UserRow.where { $0.id == 1 }.derived("d").all
        },
        Production("from_item: select column aliases", #") AS "d" ("column1", "column2")"#) {
            counts.derived("d").all
        },
        Production("from_item: with_query_name", " FROM \"c\"") { counts.common("c").all },
        Production("from_item: with_query_name AS alias", " FROM \"c\" AS \"d\"") {
            counts.common("c").as("d")
        },
        Production("from_item: LATERAL function", " CROSS JOIN LATERAL unnest(") {
            UserRow.all.crossJoinLateral { u in
                FunctionSource("unnest(ARRAY[\(u.id)])", as: Int.self)
            }
        },
        Production("from_item: function", " FROM generate_series(") {
            generateSeries(from: 1, through: 2).all
        },
        Production("from_item: WITH ORDINALITY", " WITH ORDINALITY AS ") {
            unnest([1]).withOrdinality.all
        },
        Production("from_item: function column aliases", #" AS "elements" ("value")"#) {
            unnest([1]).all
        },
        Production("from_item: function column definitions", #" AS "users" ("id" bigint, "#) {
            json.jsonbToRecordset(as: UserRow.self).all
        },
        Production("from_item: ROWS FROM", " FROM ROWS FROM (") {
            rowsFrom(unnest([1]), unnest(["a"])).all
        },
    ]

    static let joinsAndGroups: [Production] = [
        Production("JOIN ON", " JOIN \"blog\".\"posts\" ON ") {
            UserRow.join(PostRow.self) { $0.id == $1.authorID }
        },
        Production("LEFT JOIN ON", " LEFT JOIN ") {
            UserRow.leftJoin(PostRow.self) { $0.id == $1.authorID }
        },
        Production("RIGHT JOIN ON", " RIGHT JOIN ") {
            UserRow.all.rightJoin(PostRow.self) { $0.id == $1.authorID }
        },
        Production("FULL JOIN ON", " FULL JOIN ") {
            UserRow.all.fullJoin(PostRow.self) { $0.id == $1.authorID }
        },
        Production("JOIN USING", " USING (\"id\")") {
            UserRow.all.joinUsing(PostRow.self) { $0.id.using($1.id) }
        },
        Production("NATURAL JOIN", " NATURAL JOIN ") { UserRow.all.naturalJoin(PostRow.self) },
        Production("NATURAL LEFT JOIN", " NATURAL LEFT JOIN ") {
            UserRow.all.naturalLeftJoin(PostRow.self)
        },
        Production("CROSS JOIN", " CROSS JOIN ") { UserRow.all.crossJoin(PostRow.self) },
        Production("grouping: ()", "GROUPING SETS (())") {
            UserRow.all.groupBy { _ in groupingSets([]) }.select { _ in countRows() }
        },
        Production("grouping: expression", #"GROUP BY "users"."id" + $1"#) {
            UserRow.all.groupBy { $0.id + 1 }.select { _ in countRows() }
        },
        Production("grouping: ( expressions )", #"GROUP BY ("users"."id", "users"."name")"#) {
            UserRow.all.groupBy { together($0.id, $0.name) }.select { _ in countRows() }
        },
        Production("grouping: ROLLUP", "GROUP BY ROLLUP (") {
            UserRow.all.groupBy { rollup($0.id) }.select { _ in countRows() }
        },
        Production("grouping: CUBE", "GROUP BY CUBE (") {
            UserRow.all.groupBy { cube($0.id) }.select { _ in countRows() }
        },
        Production("grouping: GROUPING SETS", "GROUP BY GROUPING SETS (") {
            UserRow.all.groupBy { groupingSets([$0.id], [$0.name]) }.select { _ in countRows() }
        },
        Production("TABLE", "TABLE \"users\"") { UserRow.wholeTable },
    ]
}
