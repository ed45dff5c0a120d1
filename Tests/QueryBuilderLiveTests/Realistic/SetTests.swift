import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Questions about sets agree with SQL written by hand", .sharedDatabase(.market),
    .timeLimit(.minutes(1)))
struct SetTests {
    @Test func `those without: an anti-join`() async throws {
        let query = Customer.where { c in !Order.where { $0.customerID == c.id }.exists }
            .orderBy { $0.id }.select { ($0.id, $0.email) }

        try await expectAgreement(
            query,
            """
            SELECT "customers"."id", "customers"."email"
            FROM "customers"
            WHERE NOT EXISTS (
                SELECT 1
                FROM "orders"
                WHERE "orders"."customer_id" = "customers"."id"
            )
            ORDER BY "customers"."id"
            """,
            with: """
                SELECT c.id, c.email FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
                WHERE o.id IS NULL ORDER BY c.id
                """)
    }

    @Test func `those with every one: relational division`() async throws {
        let years = generateSeries(from: 2023, through: 2025)
        let query = Customer.where { c in
            !years.where { y in
                !Order.where { o in
                    o.customerID == c.id && o.status == "delivered"
                        && o.placedAt.extract(.year) == y.value.cast(to: PGNumeric.self)
                }.exists
            }.exists
        }
        .orderBy { $0.id }.select { $0.id }

        try await expectAgreement(
            query,
            """
            SELECT "customers"."id"
            FROM "customers"
            WHERE NOT EXISTS (
                SELECT 1
                FROM generate_series($1::bigint, $2::bigint) AS "series" ("value")
                WHERE NOT EXISTS (
                    SELECT 1
                    FROM "orders"
                    WHERE "orders"."customer_id" = "customers"."id"
                        AND "orders"."status" = $3
                        AND extract(year FROM "orders"."placed_at") = "series"."value"::numeric
                )
            )
            ORDER BY "customers"."id"
            """, [2023, 2025, "delivered"],
            with: """
                SELECT customer_id FROM orders WHERE status = 'delivered'
                GROUP BY customer_id HAVING count(DISTINCT extract(year FROM placed_at)) = 3
                ORDER BY customer_id
                """)
    }

    @Test func `INTERSECT and EXCEPT`() async throws {
        let start = try [2023, 2024, 2025, 2026].map { year in
            try #require(PGTimestampTZ("\(year)-01-01 00:00:00+00"))
        }
        func buyers(_ year: Int) -> Select<Order.Columns, Int> {
            Order.where {
                $0.placedAt >= start[year - 2023] && $0.placedAt < start[year - 2022]
            }
            .select { $0.customerID }
        }
        let query = buyers(2023).intersect(buyers(2024)).except(buyers(2025))
            .orderBy { $0.columns.ascending }

        try await expectAgreement(
            query,
            """
            (
                SELECT "orders"."customer_id"
                FROM "orders"
                WHERE "orders"."placed_at" >= $1
                    AND "orders"."placed_at" < $2
                INTERSECT
                SELECT "orders"."customer_id"
                FROM "orders"
                WHERE "orders"."placed_at" >= $3
                    AND "orders"."placed_at" < $4
            )
            EXCEPT
            SELECT "orders"."customer_id"
            FROM "orders"
            WHERE "orders"."placed_at" >= $5
                AND "orders"."placed_at" < $6
            ORDER BY 1 ASC
            """,
            [
                "2023-01-01 00:00:00+00", "2024-01-01 00:00:00+00", "2024-01-01 00:00:00+00",
                "2025-01-01 00:00:00+00", "2025-01-01 00:00:00+00", "2026-01-01 00:00:00+00",
            ],
            with: """
                SELECT customer_id FROM (
                    SELECT customer_id, array_agg(DISTINCT date_part('year', placed_at)) AS years
                    FROM orders GROUP BY customer_id) o
                WHERE years = '{2023,2024}' ORDER BY customer_id
                """)
    }

    @Test func `two inventories side by side: a full join`() async throws {
        let north = Stock.where { $0.warehouse == "north" }.derived("north")
        let south = Stock.where { $0.warehouse == "south" }.derived("south")
        let query = north.all.fullJoin(south) { n, s in s.productID == n.productID }
            .where { n, s in n.quantity.isNot(s.quantity) }
            .orderBy { n, s in n.productID.coalesce(s.productID) }
            .select { n, s in
                (
                    n.productID.coalesce(s.productID), n.quantity, s.quantity,
                    n.quantity.coalesce(0) + s.quantity.coalesce(0)
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT coalesce("north"."product_id", "south"."product_id"), "north"."quantity", \
            "south"."quantity", coalesce("north"."quantity", $1) + coalesce("south"."quantity", $2)
            FROM (
                SELECT "stock"."warehouse", "stock"."product_id", "stock"."quantity"
                FROM "stock"
                WHERE "stock"."warehouse" = $3
            ) AS "north"
            FULL JOIN (
                SELECT "stock"."warehouse", "stock"."product_id", "stock"."quantity"
                FROM "stock"
                WHERE "stock"."warehouse" = $4
            ) AS "south" ON "south"."product_id" = "north"."product_id"
            WHERE "north"."quantity" IS DISTINCT FROM "south"."quantity"
            ORDER BY coalesce("north"."product_id", "south"."product_id")
            """, [0, 0, "north", "south"],
            with: """
                SELECT product_id, max(quantity) FILTER (WHERE warehouse = 'north'),
                    max(quantity) FILTER (WHERE warehouse = 'south'), sum(quantity)::bigint
                FROM stock GROUP BY product_id
                HAVING count(*) = 1 OR min(quantity) <> max(quantity) ORDER BY product_id
                """)
    }

    @Test func `more than usual: a correlated subquery`() async throws {
        let query = Order.as("o").where { o in
            let usual = scalar(
                Order.where { $0.customerID == o.customerID }.select { $0.total.avg() })
            return o.total.nullable > usual * 2.5
        }
        .orderBy { $0.id }.select { ($0.id, $0.customerID, $0.total) }

        try await expectAgreement(
            query,
            """
            SELECT "o"."id", "o"."customer_id", "o"."total"
            FROM "orders" AS "o"
            WHERE "o"."total" > (
                SELECT avg("orders"."total")
                FROM "orders"
                WHERE "orders"."customer_id" = "o"."customer_id"
            ) * $1
            ORDER BY "o"."id"
            """, ["2.5"],
            with: """
                SELECT id, customer_id, total FROM (
                    SELECT *, avg(total) OVER (PARTITION BY customer_id) AS usual FROM orders) o
                WHERE total > 2.5 * usual ORDER BY id
                """)
    }

    @Test func `who came back after a disappointment: EXISTS with EXISTS`() async throws {
        let query = Customer.where { c in
            Order.as("bad").where { bad in
                bad.customerID == c.id && bad.status == "cancelled"
                    && Order.as("good").where { good in
                        good.customerID == c.id && good.status == "delivered"
                            && good.placedAt > bad.placedAt
                    }.exists
            }.exists
        }
        .groupBy { $0.country }.orderBy { $0.country }.select { ($0.country, countRows()) }

        try await expectAgreement(
            query,
            """
            SELECT "customers"."country", count(*)
            FROM "customers"
            WHERE EXISTS (
                SELECT 1
                FROM "orders" AS "bad"
                WHERE "bad"."customer_id" = "customers"."id"
                    AND "bad"."status" = $1
                    AND EXISTS (
                    SELECT 1
                    FROM "orders" AS "good"
                    WHERE "good"."customer_id" = "customers"."id"
                        AND "good"."status" = $2
                        AND "good"."placed_at" > "bad"."placed_at"
                )
            )
            GROUP BY "customers"."country"
            ORDER BY "customers"."country"
            """, ["cancelled", "delivered"],
            with: """
                WITH times AS (
                    SELECT customer_id, min(placed_at) FILTER (WHERE status = 'cancelled') AS bad,
                        max(placed_at) FILTER (WHERE status = 'delivered') AS good
                    FROM orders GROUP BY customer_id)
                SELECT country, count(*) FROM customers JOIN times ON customer_id = id
                WHERE good > bad GROUP BY country ORDER BY country
                """)
    }

    @Test func `what is bought together: a self-join`() async throws {
        let query = OrderItem.as("a").join(OrderItem.self, as: "b") { a, b in
            a.orderID == b.orderID && a.productID < b.productID
        }
        .groupBy { a, b in (a.productID, b.productID) }
        .having { a, _ in a.orderID.count(distinct: true) >= 3 }
        .orderBy { a, b in
            (a.orderID.count(distinct: true).descending, a.productID, b.productID)
        }
        .select { a, b in (a.productID, b.productID, a.orderID.count(distinct: true)) }

        try await expectAgreement(
            query,
            """
            SELECT "a"."product_id", "b"."product_id", count(DISTINCT "a"."order_id")
            FROM "order_items" AS "a"
            JOIN "order_items" AS "b" ON "a"."order_id" = "b"."order_id"
                AND "a"."product_id" < "b"."product_id"
            GROUP BY "a"."product_id", "b"."product_id"
            HAVING count(DISTINCT "a"."order_id") >= $1
            ORDER BY count(DISTINCT "a"."order_id") DESC, "a"."product_id", "b"."product_id"
            """, [3],
            with: """
                WITH bought AS (SELECT DISTINCT order_id, product_id FROM order_items)
                SELECT x.product_id, y.product_id, count(*)
                FROM bought x JOIN bought y USING (order_id) WHERE y.product_id > x.product_id
                GROUP BY 1, 2 HAVING count(*) > 2 ORDER BY 3 DESC, 1, 2
                """)
    }

    @Test func `who has sent others, and those who have sent none`() async throws {
        let query = Customer.as("c").leftJoin(Customer.self, as: "sent") { c, sent in
            sent.referredBy == c.id
        }
        .where { c, _ in c.id <= 50 }
        .groupBy { c, _ in c.id }
        .orderBy { c, _ in c.id }
        .select { c, sent in (c.id, c.name, sent.id.count(), sent.joined.max()) }

        try await expectAgreement(
            query,
            """
            SELECT "c"."id", "c"."name", count("sent"."id"), max("sent"."joined")
            FROM "customers" AS "c"
            LEFT JOIN "customers" AS "sent" ON "sent"."referred_by" = "c"."id"
            WHERE "c"."id" <= $1
            GROUP BY "c"."id"
            ORDER BY "c"."id"
            """, [50],
            with: """
                SELECT id, name, (SELECT count(*) FROM customers r WHERE r.referred_by = c.id),
                    (SELECT max(joined) FROM customers r WHERE r.referred_by = c.id)
                FROM customers c WHERE id BETWEEN 1 AND 50 ORDER BY id
                """)
    }
}
