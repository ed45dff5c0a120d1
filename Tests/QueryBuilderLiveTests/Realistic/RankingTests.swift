import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Rankings agree with SQL written by hand", .sharedDatabase(.market),
    .timeLimit(.minutes(1)))
struct RankingTests {
    @Test func `the best three of each group, by a window`() async throws {
        let ranked = Product.join(OrderItem.self) { p, i in i.productID == p.id }
            .groupBy { p, _ in (p.categoryID, p.id) }
            .select { p, i in
                let sold = i.quantity.sum()
                return (
                    p.categoryID, p.name, sold,
                    rowNumber().over(partitionBy: p.categoryID, orderBy: sold.descending, p.id)
                )
            }
            .derived("ranked")
        let query = ranked.where { $0.columns.3 <= 3 }
            .orderBy { ($0.columns.0, $0.columns.3) }
            .select { ($0.columns.0, $0.columns.1, $0.columns.2) }

        try await expectAgreement(
            query,
            """
            SELECT "ranked"."column1", "ranked"."column2", "ranked"."column3"
            FROM (
                SELECT "products"."category_id", "products"."name", sum("order_items"."quantity"), \
            row_number() OVER (PARTITION BY "products"."category_id" ORDER BY \
            sum("order_items"."quantity") DESC, "products"."id")
                FROM "products"
                JOIN "order_items" ON "order_items"."product_id" = "products"."id"
                GROUP BY "products"."category_id", "products"."id"
            ) AS "ranked" ("column1", "column2", "column3", "column4")
            WHERE "ranked"."column4" <= $1
            ORDER BY "ranked"."column1", "ranked"."column4"
            """, [3],
            with: """
                WITH sold AS (
                    SELECT p.id, p.category_id, p.name, sum(quantity) AS n
                    FROM products p JOIN order_items i ON i.product_id = p.id GROUP BY p.id)
                SELECT s.category_id, s.name, s.n FROM sold s
                WHERE (SELECT count(*) FROM sold t WHERE t.category_id = s.category_id
                    AND (t.n > s.n OR t.n = s.n AND t.id < s.id)) < 3
                ORDER BY s.category_id, s.n DESC, s.id
                """)
    }

    @Test func `the best two of each, by a lateral join`() async throws {
        let query = Customer.where { $0.country == "Norway" }
            .crossJoinLateral { c in
                Order.where { $0.customerID == c.id }.orderBy { ($0.total.descending, $0.id) }
                    .limit(2).derived("best")
            }
            .orderBy { c, best in (c.id, best.total.descending, best.id) }
            .select { c, best in (c.name, best.id, best.total) }

        try await expectAgreement(
            query,
            """
            SELECT "customers"."name", "best"."id", "best"."total"
            FROM "customers"
            CROSS JOIN LATERAL (
                SELECT "orders"."id", "orders"."customer_id", "orders"."placed_at", \
            "orders"."status", "orders"."total"
                FROM "orders"
                WHERE "orders"."customer_id" = "customers"."id"
                ORDER BY "orders"."total" DESC, "orders"."id"
                LIMIT $1
            ) AS "best"
            WHERE "customers"."country" = $2
            ORDER BY "customers"."id", "best"."total" DESC, "best"."id"
            """, [2, "Norway"],
            with: """
                SELECT name, order_id, total FROM (
                    SELECT c.id, c.name, o.id AS order_id, o.total, row_number() OVER (
                        PARTITION BY c.id ORDER BY o.total DESC, o.id) AS place
                    FROM customers c JOIN orders o ON o.customer_id = c.id
                    WHERE c.country = 'Norway') ranked
                WHERE place < 3 ORDER BY id, place
                """)
    }

    @Test func `running totals, by a named window`() async throws {
        let query = Order.where { $0.customerID <= 100 }
            .window("so far") {
                WindowDefinition(partitionBy: $0.customerID, orderBy: $0.placedAt, $0.id)
            }
            .orderBy { ($0.customerID, $0.placedAt, $0.id) }
            .select {
                (
                    $0.customerID, $0.id, $0.total.sum().over("so far"),
                    rowNumber().over("so far")
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT "orders"."customer_id", "orders"."id", sum("orders"."total") OVER "so far", \
            row_number() OVER "so far"
            FROM "orders"
            WHERE "orders"."customer_id" <= $1
            WINDOW "so far" AS (PARTITION BY "orders"."customer_id" ORDER BY "orders"."placed_at", \
            "orders"."id")
            ORDER BY "orders"."customer_id", "orders"."placed_at", "orders"."id"
            """, [100],
            with: """
                SELECT o.customer_id, o.id,
                    (SELECT sum(p.total) FROM orders p WHERE p.customer_id = o.customer_id
                        AND (p.placed_at, p.id) <= (o.placed_at, o.id)),
                    (SELECT count(*) FROM orders p WHERE p.customer_id = o.customer_id
                        AND (p.placed_at, p.id) <= (o.placed_at, o.id))
                FROM orders o WHERE o.customer_id BETWEEN 1 AND 100
                ORDER BY o.customer_id, o.placed_at, o.id
                """)
    }

    @Test func `a moving average of seven days`() async throws {
        let day = Label<PGDate>("day")
        let daily = Order.select {
            ($0.placedAt.cast(to: PGDate.self).labelled(day), $0.total.sum())
        }
        .groupBy { _ in day }.derived("daily")
        let query = daily.orderBy { $0.columns.0 }
            .select { d in
                let (day, revenue) = d.columns
                let week = revenue.avg()
                    .over(orderBy: day, frame: .range(from: .preceding(by: PGInterval(days: 6))))
                return (day, revenue, week.round(to: 2))
            }

        try await expectAgreement(
            query,
            """
            SELECT "daily"."column1", "daily"."column2", round(avg("daily"."column2") OVER (ORDER \
            BY "daily"."column1" RANGE BETWEEN $1::interval PRECEDING AND CURRENT ROW), $2::integer)
            FROM (
                SELECT "orders"."placed_at"::date AS "day", sum("orders"."total")
                FROM "orders"
                GROUP BY "day"
            ) AS "daily" ("column1", "column2")
            ORDER BY "daily"."column1"
            """, ["6 days", 2],
            with: """
                WITH daily AS (
                    SELECT placed_at::date AS day, sum(total) AS revenue FROM orders GROUP BY 1)
                SELECT d.day, d.revenue, round((SELECT avg(e.revenue) FROM daily e
                    WHERE e.day > d.day - 7 AND e.day <= d.day), 2)
                FROM daily d ORDER BY d.day
                """)
    }

    @Test func `the first order of each customer, by DISTINCT ON`() async throws {
        let query = Order.all.join(Customer.self) { o, c in c.id == o.customerID }
            .where { _, c in c.country.in(["Peru", "Kenya"]) }
            .distinctOn { o, _ in o.customerID }
            .orderBy { o, _ in (o.customerID, o.placedAt, o.id) }
            .select { o, c in (c.name, o.placedAt, o.status) }

        try await expectAgreement(
            query,
            """
            SELECT DISTINCT ON ("orders"."customer_id") "customers"."name", "orders"."placed_at", \
            "orders"."status"
            FROM "orders"
            JOIN "customers" ON "customers"."id" = "orders"."customer_id"
            WHERE "customers"."country" = ANY ($1)
            ORDER BY "orders"."customer_id", "orders"."placed_at", "orders"."id"
            """, [#"{"Peru","Kenya"}"#],
            with: """
                SELECT c.name, o.placed_at, o.status FROM customers c
                JOIN orders o ON o.id = (
                    SELECT p.id FROM orders p WHERE p.customer_id = c.id
                    ORDER BY p.placed_at, p.id LIMIT 1)
                WHERE c.country = 'Peru' OR c.country = 'Kenya' ORDER BY c.id
                """)
    }

    @Test func `quarters of the customers, by ntile`() async throws {
        let spent = Order.all.groupBy { $0.customerID }
            .select {
                ($0.total.sum(), ntile(4).over(orderBy: $0.total.sum().descending, $0.customerID))
            }
            .derived("spent")
        let query = spent.all.groupBy { $0.columns.1 }.orderBy { $0.columns.1 }
            .select { ($0.columns.1, countRows(), $0.columns.0.min(), $0.columns.0.sum()) }

        try await expectAgreement(
            query,
            """
            SELECT "spent"."column2", count(*), min("spent"."column1"), sum("spent"."column1")
            FROM (
                SELECT sum("orders"."total"), ntile($1::integer) OVER (ORDER BY \
            sum("orders"."total") DESC, "orders"."customer_id")
                FROM "orders"
                GROUP BY "orders"."customer_id"
            ) AS "spent" ("column1", "column2")
            GROUP BY "spent"."column2"
            ORDER BY "spent"."column2"
            """, [4],
            with: """
                WITH spent AS (SELECT customer_id, sum(total) AS amount FROM orders GROUP BY 1),
                placed AS (
                    SELECT amount, row_number() OVER (ORDER BY amount DESC, customer_id) - 1 AS n,
                        (SELECT count(*) FROM spent) AS total
                    FROM spent),
                tiled AS (
                    SELECT amount, CASE WHEN n < (total / 4 + 1) * (total % 4)
                        THEN n / (total / 4 + 1) + 1
                        ELSE (n - total % 4) / (total / 4) + 1 END AS tile
                    FROM placed)
                SELECT tile, count(*), min(amount), sum(amount) FROM tiled
                GROUP BY tile ORDER BY tile
                """)
    }

    @Test func `the share that a product has in its category`() async throws {
        let query = Product.join(OrderItem.self) { p, i in i.productID == p.id }
            .where { p, _ in p.categoryID <= 5 }
            .groupBy { p, _ in p.id }
            .orderBy { p, _ in (p.categoryID, p.id) }
            .select { p, i in
                let sold = i.quantity.sum()
                let all = sold.sum().over(partitionBy: p.categoryID)
                return (p.categoryID, p.name, sold, (sold * 100 / all).round(to: 1))
            }

        try await expectAgreement(
            query,
            """
            SELECT "products"."category_id", "products"."name", sum("order_items"."quantity"), \
            round(sum("order_items"."quantity") * $1 / sum(sum("order_items"."quantity")) OVER \
            (PARTITION BY "products"."category_id"), $2::integer)
            FROM "products"
            JOIN "order_items" ON "order_items"."product_id" = "products"."id"
            WHERE "products"."category_id" <= $3
            GROUP BY "products"."id"
            ORDER BY "products"."category_id", "products"."id"
            """, [100, 1, 5],
            with: """
                SELECT p.category_id, p.name, s.n, round(s.n * 100 / t.n, 1)
                FROM products p
                JOIN (SELECT product_id, sum(quantity) AS n FROM order_items GROUP BY 1) s
                    ON s.product_id = p.id
                JOIN (SELECT category_id, sum(quantity) AS n FROM order_items
                    JOIN products ON products.id = product_id GROUP BY 1) t
                    ON t.category_id = p.category_id
                WHERE p.category_id <= 5 ORDER BY 1, p.id
                """)
    }

    @Test func `the first and the last value of each group, in one pass`() async throws {
        let query = Reading.where { $0.value.isNotNull }
            .select { r in
                let whole = WindowDefinition(
                    partitionBy: r.device, orderBy: r.takenAt,
                    frame: .rows(from: .unboundedPreceding, to: .unboundedFollowing))
                return (
                    r.device, r.value.firstValue().over(whole), r.value.lastValue().over(whole),
                    countRows().over(whole)
                )
            }
            .distinct()
            .orderBy { $0.device }

        try await expectAgreement(
            query,
            """
            SELECT DISTINCT "readings"."device", first_value("readings"."value") OVER (PARTITION \
            BY "readings"."device" ORDER BY "readings"."taken_at" ROWS BETWEEN UNBOUNDED PRECEDING \
            AND UNBOUNDED FOLLOWING), last_value("readings"."value") OVER (PARTITION BY \
            "readings"."device" ORDER BY "readings"."taken_at" ROWS BETWEEN UNBOUNDED PRECEDING \
            AND UNBOUNDED FOLLOWING), count(*) OVER (PARTITION BY "readings"."device" ORDER BY \
            "readings"."taken_at" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
            FROM "readings"
            WHERE "readings"."value" IS NOT NULL
            ORDER BY "readings"."device"
            """,
            with: """
                SELECT device, (array_agg(value ORDER BY taken_at))[1],
                    (array_agg(value ORDER BY taken_at DESC))[1], count(value)
                FROM readings WHERE value IS NOT NULL GROUP BY device ORDER BY device
                """)
    }

    @Test func `the most active, with all who are as active as the last of them`() async throws {
        let query = Follow.all.groupBy { $0.followeeID }
            .orderBy { _ in countRows().descending }
            .limitWithTies(10)
            .select { ($0.followeeID, countRows()) }

        try await expectAgreement(
            query,
            """
            SELECT "follows"."followee_id", count(*)
            FROM "follows"
            GROUP BY "follows"."followee_id"
            ORDER BY count(*) DESC
            FETCH FIRST $1 ROWS
            WITH TIES
            """, [10],
            with: """
                WITH counts AS (SELECT followee_id, count(*) AS n FROM follows GROUP BY 1)
                SELECT followee_id, n FROM counts
                WHERE n >= (SELECT n FROM counts ORDER BY n DESC OFFSET 9 LIMIT 1)
                """, sorted: false)
    }
}
