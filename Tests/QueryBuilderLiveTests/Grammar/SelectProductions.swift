import QueryBuilder

private let users = UserRow.select { $0.id }
private let posts = PostRow.select { $0.id }
private let counts = PostRow.all.groupBy { $0.authorID }.select { ($0.authorID, countRows()) }

/// A walk over the users that never ends without a CYCLE clause.
private var walk: CommonTable<TupleColumns<Int, String>> {
    let start = UserRow.where { $0.id == 1 }.select { ($0.id, $0.name) }
    return start.recursive("walk") { walk in
        UserRow.all.crossJoin(walk).select { u, _ in (u.id, u.name) }
    }
}

private var marked: CommonTable<TupleColumns<Int, String>> {
    walk.cycle(on: { $0.columns.0 }, mark: CycleMark(Label("m")), path: "p")
}

enum Productions {
    static let select: [Production] = withQueries + clauses + fromItems + joinsAndGroups

    private static let withQueries: [Production] = [
        Production("WITH with_query", "WITH \"c\"") {
            counts.common("c").select { _ in countRows() }
        },
        Production("WITH RECURSIVE", "WITH RECURSIVE \"walk\"") {
            marked.select { $0.columns.0 }
        },
        Production("with_query: column names", #""c" ("column1", "column2") AS"#) {
            counts.common("c").select { $0.columns.1 }
        },
        Production("with_query: MATERIALIZED", " AS MATERIALIZED (") {
            counts.common("c").materialized().select { $0.columns.1 }
        },
        Production("with_query: NOT MATERIALIZED", " AS NOT MATERIALIZED (") {
            counts.common("c").notMaterialized().select { $0.columns.1 }
        },
        Production("with_query: select", "(SELECT ") { counts.common("c").all },
        Production("with_query: values", "(VALUES ") { values([(1, 2)]).common("c").all },
        Production("with_query: insert", "(INSERT INTO ") {
            users.with(UserRow.insert(columns: \.email, \.name).values("x", "y").common("c"))
        },
        Production("with_query: update", "(UPDATE ") {
            users.with(UserRow.update.set(\.age, to: 1).all.common("c"))
        },
        Production("with_query: delete", "(DELETE FROM ") {
            users.with(UserRow.delete.all.common("c"))
        },
        Production("with_query: merge", "(MERGE INTO ", since: 17) {
            users.with(
                UserRow.merge(using: PostRow.self) { u, p in u.id == p.id }
                    .whenMatched().delete().returning { u, _ in (u.id, u.name) }.common("c"))
        },
        Production("SEARCH BREADTH FIRST BY … SET", #" SEARCH BREADTH FIRST BY "column1" SET "s""#)
        {
            marked.search(.breadthFirst, by: { $0.columns.0 }, into: "s").select { $0.columns.0 }
        },
        Production("SEARCH DEPTH FIRST BY … SET", #" SEARCH DEPTH FIRST BY "column1" SET "s""#) {
            marked.search(.depthFirst, by: { $0.columns.0 }, into: "s").select { $0.columns.0 }
        },
        Production("CYCLE … SET … USING", #" CYCLE "column1" SET "m" USING "p""#) {
            marked.select { $0.columns.0 }
        },
        Production("CYCLE … SET … TO … DEFAULT … USING", " TO text 'y' DEFAULT text 'n' USING ") {
            walk.cycle(
                on: { $0.columns.0 },
                mark: CycleMark(Label("m"), repeated: "y", otherwise: "n"), path: "p"
            ).select { $0.columns.0 }
        },
    ]

    private static let clauses: [Production] = [
        Production("DISTINCT", "SELECT DISTINCT ") { users.distinct() },
        Production("DISTINCT ON", "SELECT DISTINCT ON (") { UserRow.all.distinctOn { $0.name } },
        Production("*", #"SELECT "users"."id", "users"."email", "users"."name""#) { UserRow.all },
        Production("expression AS output_name", " AS \"n\"") {
            UserRow.select { $0.name.labelled("n") }
        },
        Production("no FROM", "SELECT $1::bigint") { QueryBuilder.select(Expression.value(1)) },
        Production("FROM several", " CROSS JOIN ") { UserRow.all.crossJoin(PostRow.self) },
        Production("WHERE", " WHERE ") { UserRow.where { $0.id == 1 } },
        Production("GROUP BY", " GROUP BY ") { counts },
        Production("GROUP BY DISTINCT", " GROUP BY DISTINCT ") { counts.distinctGroups() },
        Production("HAVING", " HAVING ") { counts.having { _ in countRows() > 1 } },
        Production("WINDOW … AS", " WINDOW \"w\" AS (PARTITION BY ") {
            users.window("w") { WindowDefinition(partitionBy: $0.name) }
        },
        Production("UNION", " UNION SELECT ") { users.union(posts) },
        Production("UNION ALL", " UNION ALL SELECT ") { users.unionAll(posts) },
        Production("INTERSECT", " INTERSECT SELECT ") { users.intersect(posts) },
        Production("INTERSECT ALL", " INTERSECT ALL SELECT ") { users.intersectAll(posts) },
        Production("EXCEPT", " EXCEPT SELECT ") { users.except(posts) },
        Production("EXCEPT ALL", " EXCEPT ALL SELECT ") { users.exceptAll(posts) },
        Production("ORDER BY", #" ORDER BY "users"."name""#) { UserRow.orderBy { $0.name } },
        Production("ORDER BY ASC", " ASC") { UserRow.orderBy { $0.name.ascending } },
        Production("ORDER BY DESC", " DESC") { UserRow.orderBy { $0.name.descending } },
        Production("ORDER BY USING", " USING <") {
            UserRow.orderBy { $0.name.ordered(using: .less) }
        },
        Production("NULLS FIRST", " NULLS FIRST") {
            UserRow.orderBy { $0.age.ascending.nullsFirst }
        },
        Production("NULLS LAST", " NULLS LAST") {
            UserRow.orderBy { $0.age.descending.nullsLast }
        },
        Production("LIMIT", " LIMIT $1") { users.limit(1) },
        Production("OFFSET", " OFFSET $1") { users.offset(1) },
        Production("FETCH FIRST … WITH TIES", " FETCH FIRST $1 ROWS WITH TIES") {
            UserRow.orderBy { $0.id }.limitWithTies(1)
        },
        Production("FOR UPDATE", " FOR UPDATE") { users.forUpdate() },
        Production("FOR NO KEY UPDATE", " FOR NO KEY UPDATE") { users.forNoKeyUpdate() },
        Production("FOR SHARE", " FOR SHARE") { users.forShare() },
        Production("FOR KEY SHARE", " FOR KEY SHARE") { users.forKeyShare() },
        Production("FOR … OF", " FOR SHARE OF \"users\"") { users.lock(.share) { $0 } },
        Production("NOWAIT", " NOWAIT") { users.forUpdate(.noWait) },
        Production("SKIP LOCKED", " SKIP LOCKED") { users.forUpdate(.skipLocked) },
    ]
}
