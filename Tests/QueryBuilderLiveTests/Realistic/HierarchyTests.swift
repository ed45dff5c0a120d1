import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Hierarchies and graphs agree with SQL written by hand", .sharedDatabase(.market),
    .timeLimit(.minutes(1)))
struct HierarchyTests {
    @Test func `an organisation with depths and paths`() async throws {
        let top = Employee.where { $0.managerID.isNull }
            .select { ($0.id, $0.name, Expression.value(1), array($0.id)) }
        let chart = top.recursive("chart") { chart in
            Employee.join(chart) { e, c in e.managerID == c.columns.0 }
                .select { e, c in (e.id, e.name, c.columns.2 + 1, c.columns.3.appending(e.id)) }
        }
        let query = chart.where { $0.columns.2 <= 4 }.orderBy { $0.columns.3 }
            .select { ($0.columns.1, $0.columns.2, $0.columns.3) }

        try await expectAgreement(
            query,
            """
            WITH RECURSIVE "chart" ("column1", "column2", "column3", "column4") AS (
                SELECT "employees"."id", "employees"."name", $1::bigint, ARRAY["employees"."id"]
                FROM "employees"
                WHERE "employees"."manager_id" IS NULL
                UNION ALL
                SELECT "employees"."id", "employees"."name", "chart"."column3" + $2, \
            array_append("chart"."column4", "employees"."id")
                FROM "employees"
                JOIN "chart" ON "employees"."manager_id" = "chart"."column1"
            )
            SELECT "chart"."column2", "chart"."column3", "chart"."column4"
            FROM "chart"
            WHERE "chart"."column3" <= $3
            ORDER BY "chart"."column4"
            """, [1, 1, 4],
            with: """
                WITH RECURSIVE tree AS (
                    SELECT id, name, ARRAY[id] AS path FROM employees WHERE manager_id IS NULL
                    UNION ALL
                    SELECT e.id, e.name, tree.path || e.id FROM employees e
                    JOIN tree ON tree.id = e.manager_id WHERE cardinality(tree.path) < 4)
                SELECT name, cardinality(path)::bigint, path FROM tree ORDER BY path
                """)
    }

    @Test func `everyone above somebody`() async throws {
        let start = Employee.where { $0.id == 377 }.select { ($0.id, $0.managerID, $0.name) }
        let above = start.recursive("above") { above in
            Employee.join(above) { e, a in e.id == a.columns.1 }
                .select { e, _ in (e.id, e.managerID, e.name) }
        }
        let query = above.select { ($0.columns.0, $0.columns.2) }

        try await expectAgreement(
            query,
            """
            WITH RECURSIVE "above" ("column1", "column2", "column3") AS (
                SELECT "employees"."id", "employees"."manager_id", "employees"."name"
                FROM "employees"
                WHERE "employees"."id" = $1
                UNION ALL
                SELECT "employees"."id", "employees"."manager_id", "employees"."name"
                FROM "employees"
                JOIN "above" ON "employees"."id" = "above"."column2"
            )
            SELECT "above"."column1", "above"."column3"
            FROM "above"
            """, [377],
            with: """
                SELECT id, name FROM (VALUES (377, 1), ((377 + 2) / 4, 2), ((94 + 2) / 4, 3),
                    ((24 + 2) / 4, 4), ((6 + 2) / 4, 5), (1, 6)) steps (step, place)
                JOIN employees ON id = step ORDER BY place
                """, sorted: false)
    }

    @Test func `what each part of an organisation costs`() async throws {
        let start = Employee.select { ($0.id, $0.id) }
        let closure = start.recursive("closure") { closure in
            Employee.join(closure) { e, c in e.managerID == c.columns.1 }
                .select { e, c in (c.columns.0, e.id) }
        }
        let query = closure.join(Employee.self) { c, e in e.id == c.columns.1 }
            .groupBy { c, _ in c.columns.0 }
            .having { _, _ in countRows() > 1 }
            .orderBy { c, _ in (countRows().descending, c.columns.0) }
            .select { c, e in (c.columns.0, countRows(), e.salary.sum()) }

        try await expectAgreement(
            query,
            """
            WITH RECURSIVE "closure" ("column1", "column2") AS (
                SELECT "employees"."id", "employees"."id"
                FROM "employees"
                UNION ALL
                SELECT "closure"."column1", "employees"."id"
                FROM "employees"
                JOIN "closure" ON "employees"."manager_id" = "closure"."column2"
            )
            SELECT "closure"."column1", count(*), sum("employees"."salary")
            FROM "closure"
            JOIN "employees" ON "employees"."id" = "closure"."column2"
            GROUP BY "closure"."column1"
            HAVING count(*) > $1
            ORDER BY count(*) DESC, "closure"."column1"
            """, [1],
            with: """
                WITH RECURSIVE up (boss, employee, salary) AS (
                    SELECT id, id, salary FROM employees
                    UNION ALL
                    SELECT e.manager_id, up.employee, up.salary FROM up
                    JOIN employees e ON e.id = up.boss WHERE e.manager_id IS NOT NULL)
                SELECT boss, count(*), sum(salary) FROM up
                GROUP BY boss HAVING count(*) > 1 ORDER BY count(*) DESC, boss
                """)
    }

    @Test func `all that goes into a thing, and how much of it`() async throws {
        let direct = Part.where { $0.parentID == 1 }.select { ($0.childID, $0.quantity) }
        let needed = direct.recursive("needed") { needed in
            Part.join(needed) { p, n in p.parentID == n.columns.0 }
                .select { p, n in (p.childID, n.columns.1 * p.quantity) }
        }
        let query = needed.all.groupBy { $0.columns.0 }.orderBy { $0.columns.0 }
            .select { ($0.columns.0, $0.columns.1.sum()) }

        try await expectAgreement(
            query,
            """
            WITH RECURSIVE "needed" ("column1", "column2") AS (
                SELECT "parts"."child_id", "parts"."quantity"
                FROM "parts"
                WHERE "parts"."parent_id" = $1
                UNION ALL
                SELECT "parts"."child_id", "needed"."column2" * "parts"."quantity"
                FROM "parts"
                JOIN "needed" ON "parts"."parent_id" = "needed"."column1"
            )
            SELECT "needed"."column1", sum("needed"."column2")
            FROM "needed"
            GROUP BY "needed"."column1"
            ORDER BY "needed"."column1"
            """, [1],
            with: """
                WITH RECURSIVE n AS (
                    SELECT 1::bigint AS part, 1::bigint AS quantity
                    UNION ALL
                    SELECT p.child_id, p.quantity * n.quantity
                    FROM parts p, n WHERE p.parent_id = n.part)
                SELECT part, sum(quantity) FROM n WHERE part <> 1 GROUP BY part ORDER BY part
                """)
    }

    @Test func `a tree in the order in which it is drawn`() async throws {
        let roots = Category.where { $0.parentID.isNull }.select { ($0.id, $0.name) }
        let tree = roots.recursive("tree") { tree in
            Category.join(tree) { c, t in c.parentID == t.columns.0 }
                .select { c, t in (c.id, t.columns.1.concat(" / ").concat(c.name)) }
        }
        .search(.depthFirst, by: { $0.columns.0 }, into: "place")
        let query = tree.orderBy { _ in Label<String>("place") }
            .select { ($0.columns.0, $0.columns.1) }

        try await expectAgreement(
            query,
            """
            WITH RECURSIVE "tree" ("column1", "column2") AS (
                SELECT "categories"."id", "categories"."name"
                FROM "categories"
                WHERE "categories"."parent_id" IS NULL
                UNION ALL
                SELECT "categories"."id", "tree"."column2" || $1 || "categories"."name"
                FROM "categories"
                JOIN "tree" ON "categories"."parent_id" = "tree"."column1"
            ) SEARCH DEPTH FIRST BY "column1"
            SET "place"
            SELECT "tree"."column1", "tree"."column2"
            FROM "tree"
            ORDER BY "place"
            """, [" / "],
            with: """
                WITH RECURSIVE tree (id, name, path) AS (
                    SELECT id, name, ARRAY[id] FROM categories WHERE parent_id IS NULL
                    UNION ALL
                    SELECT c.id, tree.name || ' / ' || c.name, path || c.id
                    FROM tree JOIN categories c ON c.parent_id = tree.id)
                SELECT id, name FROM tree ORDER BY path
                """)
    }

    @Test func `ways through a graph that end where they would go round`() async throws {
        let start = Follow.where { $0.followerID == 5 && $0.followeeID <= 25 }
            .select { $0.followeeID }
        let ways = start.recursive(
            "ways", as: Follow.self, \.followeeID,
            step: { ways in
                Follow.join(ways) { f, w in f.followerID == w.followeeID }
                    .where { f, _ in f.followeeID <= 25 }
                    .select { f, _ in f.followeeID }
            })
        let round = Label<Bool>("round")
        let query = ways.cycle(on: { $0.followeeID }, mark: CycleMark(round), path: "way")
            .select { ($0.followeeID, round.column(of: "ways")) }

        try await expectAgreement(
            query,
            """
            WITH RECURSIVE "ways" ("followee_id") AS (
                SELECT "follows"."followee_id"
                FROM "follows"
                WHERE "follows"."follower_id" = $1
                    AND "follows"."followee_id" <= $2
                UNION ALL
                SELECT "follows"."followee_id"
                FROM "follows"
                JOIN "ways" ON "follows"."follower_id" = "ways"."followee_id"
                WHERE "follows"."followee_id" <= $3
            ) CYCLE "followee_id"
            SET "round" USING "way"
            SELECT "ways"."followee_id", "ways"."round"
            FROM "ways"
            """, [5, 25, 25],
            with: """
                WITH RECURSIVE ways (person, seen, round) AS (
                    SELECT followee_id, ARRAY[followee_id], false FROM follows
                    WHERE follower_id = 5 AND followee_id <= 25
                    UNION ALL
                    SELECT f.followee_id, w.seen || f.followee_id, f.followee_id = ANY (w.seen)
                    FROM ways w JOIN follows f ON f.follower_id = w.person
                    WHERE NOT w.round AND f.followee_id <= 25)
                SELECT person, round FROM ways
                """, sorted: false)
    }

    @Test func `pairs who follow the same people`() async throws {
        let query = Follow.as("a").join(Follow.self, as: "b") { a, b in
            a.followeeID == b.followeeID && a.followerID < b.followerID
        }
        .groupBy { a, b in (a.followerID, b.followerID) }
        .having { _, _ in countRows() >= 3 }
        .orderBy { a, b in (countRows().descending, a.followerID, b.followerID) }
        .select { a, b in
            (a.followerID, b.followerID, a.followeeID.arrayAgg().orderBy(a.followeeID))
        }

        try await expectAgreement(
            query,
            """
            SELECT "a"."follower_id", "b"."follower_id", array_agg("a"."followee_id" ORDER BY \
            "a"."followee_id")
            FROM "follows" AS "a"
            JOIN "follows" AS "b" ON "a"."followee_id" = "b"."followee_id"
                AND "a"."follower_id" < "b"."follower_id"
            GROUP BY "a"."follower_id", "b"."follower_id"
            HAVING count(*) >= $1
            ORDER BY count(*) DESC, "a"."follower_id", "b"."follower_id"
            """, [3],
            with: """
                SELECT a.id, b.id, shared.ids FROM
                    (SELECT DISTINCT follower_id AS id FROM follows) a
                    JOIN (SELECT DISTINCT follower_id AS id FROM follows) b ON a.id < b.id
                    CROSS JOIN LATERAL (SELECT ARRAY(
                        SELECT followee_id FROM follows WHERE follower_id = a.id
                        INTERSECT SELECT followee_id FROM follows WHERE follower_id = b.id
                        ORDER BY 1) AS ids) shared
                WHERE cardinality(shared.ids) > 2
                ORDER BY cardinality(shared.ids) DESC, a.id, b.id
                """)
    }

    @Test func `who might be known`() async throws {
        let query = Follow.as("mine").join(Follow.self, as: "theirs") { mine, theirs in
            theirs.followerID == mine.followeeID
        }
        .where { mine, theirs in mine.followerID == 7 && theirs.followeeID != 7 }
        .where { _, theirs in
            !Follow.where { $0.followerID == 7 && $0.followeeID == theirs.followeeID }.exists
        }
        .groupBy { _, theirs in theirs.followeeID }
        .orderBy { _, theirs in (countRows().descending, theirs.followeeID) }
        .limit(15)
        .select { _, theirs in (theirs.followeeID, countRows()) }

        try await expectAgreement(
            query,
            """
            SELECT "theirs"."followee_id", count(*)
            FROM "follows" AS "mine"
            JOIN "follows" AS "theirs" ON "theirs"."follower_id" = "mine"."followee_id"
            WHERE "mine"."follower_id" = $1
                AND "theirs"."followee_id" <> $2
                AND NOT EXISTS (
                SELECT 1
                FROM "follows"
                WHERE "follows"."follower_id" = $3
                    AND "follows"."followee_id" = "theirs"."followee_id"
            )
            GROUP BY "theirs"."followee_id"
            ORDER BY count(*) DESC, "theirs"."followee_id"
            LIMIT $4
            """, [7, 7, 7, 15],
            with: """
                WITH friends AS (SELECT followee_id FROM follows WHERE follower_id = 7)
                SELECT followee_id, count(*) FROM follows
                WHERE follower_id IN (TABLE friends) AND followee_id NOT IN (TABLE friends)
                    AND followee_id <> 7
                GROUP BY followee_id ORDER BY count(*) DESC, followee_id LIMIT 15
                """)
    }
}
