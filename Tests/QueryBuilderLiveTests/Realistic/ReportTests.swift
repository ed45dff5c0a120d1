import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Reports agree with SQL written by hand", .sharedDatabase(.market),
    .timeLimit(.minutes(1)))
struct ReportTests {
    private let month = Label<PGTimestamp>("month")

    /// What was sold in each month, without the months in which nothing was.
    private var monthly: Select<Order.Columns, PGTimestamp, PGNumeric?> {
        Order.where { $0.status != "cancelled" }
            .select {
                (
                    $0.placedAt.atTimeZone("UTC").dateTrunc(.month).labelled(month),
                    $0.total.sum()
                )
            }
            .groupBy { _ in month }
    }

    @Test func `revenue by month, with the months in which nothing was sold`() async throws {
        let first = try #require(PGTimestamp("2023-01-01 00:00:00"))
        let last = try #require(PGTimestamp("2025-12-01 00:00:00"))
        let months = generateSeries(from: first, through: last, by: PGInterval(months: 1))
        let query = months.leftJoin(monthly.derived("sales")) { m, s in
            s.columns.0 == m.value
        }
        .orderBy { m, _ in m.value }
        .select { m, s in (m.value, s.columns.1.coalesce(PGNumeric(0))) }

        try await expectAgreement(
            query,
            """
            SELECT "series"."value", coalesce("sales"."column2", $1)
            FROM generate_series($2::timestamp, $3::timestamp, $4::interval) AS "series" ("value")
            LEFT JOIN (
                SELECT date_trunc('month', "orders"."placed_at" AT TIME ZONE $5::text) AS "month", \
            sum("orders"."total")
                FROM "orders"
                WHERE "orders"."status" <> $6
                GROUP BY "month"
            ) AS "sales" ("column1", "column2") ON "sales"."column1" = "series"."value"
            ORDER BY "series"."value"
            """, [0, "2023-01-01 00:00:00", "2025-12-01 00:00:00", "1 mon", "UTC", "cancelled"],
            with: """
                WITH months AS (
                    SELECT m FROM generate_series('2023-01-01'::timestamp, '2025-12-31', '1 month') m)
                SELECT m, coalesce((
                    SELECT sum(o.total) FROM orders o
                    WHERE o.status <> 'cancelled' AND o.placed_at >= m AT TIME ZONE 'UTC'
                        AND o.placed_at < (m + interval '1 month') AT TIME ZONE 'UTC'), 0)
                FROM months ORDER BY m
                """)
    }

    @Test func `a pivot table by FILTER`() async throws {
        let query = Customer.join(Order.self) { c, o in o.customerID == c.id }
            .groupBy { c, _ in c.country }
            .orderBy { c, _ in c.country }
            .select { c, o in
                (
                    c.country, countRows().filter(o.status == "delivered"),
                    countRows().filter(o.status == "pending"),
                    o.total.sum().filter(o.status != "cancelled")
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT "customers"."country", count(*) FILTER (WHERE "orders"."status" = $1), count(*) \
            FILTER (WHERE "orders"."status" = $2), sum("orders"."total") FILTER (WHERE \
            "orders"."status" <> $3)
            FROM "customers"
            JOIN "orders" ON "orders"."customer_id" = "customers"."id"
            GROUP BY "customers"."country"
            ORDER BY "customers"."country"
            """, ["delivered", "pending", "cancelled"],
            with: """
                SELECT country, sum(CASE status WHEN 'delivered' THEN 1 ELSE 0 END),
                    sum((status = 'pending')::int),
                    sum(CASE WHEN status <> 'cancelled' THEN total END)
                FROM orders o, customers c WHERE c.id = o.customer_id GROUP BY 1 ORDER BY 1
                """)
    }

    @Test func `subtotals by ROLLUP`() async throws {
        let query = Customer.join(Order.self) { c, o in o.customerID == c.id }
            .groupBy { c, _ in rollup(c.country, c.city) }
            .orderBy { c, _ in (c.country.ascending.nullsLast, c.city.ascending.nullsLast) }
            .select { c, o in
                (c.country.nullable, c.city.nullable, countRows(), o.total.sum())
            }

        try await expectAgreement(
            query,
            """
            SELECT "customers"."country", "customers"."city", count(*), sum("orders"."total")
            FROM "customers"
            JOIN "orders" ON "orders"."customer_id" = "customers"."id"
            GROUP BY ROLLUP ("customers"."country", "customers"."city")
            ORDER BY "customers"."country" ASC NULLS LAST, "customers"."city" ASC NULLS LAST
            """,
            with: """
                WITH sales AS (
                    SELECT country, city, total FROM orders
                    JOIN customers ON customers.id = orders.customer_id)
                SELECT country, city, count(*), sum(total) FROM sales GROUP BY country, city
                UNION ALL SELECT country, NULL, count(*), sum(total) FROM sales GROUP BY country
                UNION ALL SELECT NULL, NULL, count(*), sum(total) FROM sales
                ORDER BY 1 NULLS LAST, 2 NULLS LAST
                """)
    }

    @Test func `this year and the year before`() async throws {
        let query = monthly.common("monthly").select { m in
            let (month, revenue) = m.columns
            let before = revenue.lag(by: 12).over(orderBy: month)
            return (month, revenue, before, ((revenue / before - 1) * 100).round(to: 1))
        }
        .orderBy { $0.columns.0 }

        try await expectAgreement(
            query,
            """
            WITH "monthly" ("column1", "column2") AS (
                SELECT date_trunc('month', "orders"."placed_at" AT TIME ZONE $1::text) AS "month", \
            sum("orders"."total")
                FROM "orders"
                WHERE "orders"."status" <> $2
                GROUP BY "month"
            )
            SELECT "monthly"."column1", "monthly"."column2", lag("monthly"."column2", $3::integer) \
            OVER (ORDER BY "monthly"."column1"), round(("monthly"."column2" / \
            lag("monthly"."column2", $4::integer) OVER (ORDER BY "monthly"."column1") - $5) * $6, \
            $7::integer)
            FROM "monthly"
            ORDER BY "monthly"."column1"
            """, ["UTC", "cancelled", 12, 12, 1, 100, 1],
            with: """
                WITH m AS (
                    SELECT date_trunc('month', placed_at AT TIME ZONE 'UTC') AS month,
                        sum(total) AS revenue
                    FROM orders WHERE status <> 'cancelled' GROUP BY 1),
                numbered AS (SELECT m.*, row_number() OVER (ORDER BY month) AS n FROM m)
                SELECT a.month, a.revenue, b.revenue,
                    round(100 * (a.revenue / b.revenue - 1), 1)
                FROM numbered a LEFT JOIN numbered b ON b.n = a.n - 12 ORDER BY a.month
                """)
    }

    @Test func `the share of the total that the best products make together`() async throws {
        let sales = OrderItem.all.groupBy { $0.productID }
            .select { ($0.productID, ($0.price * $0.quantity.cast(to: PGNumeric.self)).sum()) }
            .common("sales")
        let query = sales.join(Product.self) { s, p in p.id == s.columns.0 }
            .orderBy { s, _ in (s.columns.1.descending, s.columns.0) }
            .limit(50)
            .select { s, p in
                let (product, revenue) = s.columns
                let running = revenue.sum().over(orderBy: revenue.descending, product)
                return (p.name, revenue, (running * 100 / revenue.sum().over()).round(to: 2))
            }

        try await expectAgreement(
            query,
            """
            WITH "sales" ("column1", "column2") AS (
                SELECT "order_items"."product_id", sum("order_items"."price" * \
            "order_items"."quantity"::numeric)
                FROM "order_items"
                GROUP BY "order_items"."product_id"
            )
            SELECT "products"."name", "sales"."column2", round(sum("sales"."column2") OVER (ORDER \
            BY "sales"."column2" DESC, "sales"."column1") * $1 / sum("sales"."column2") OVER (), \
            $2::integer)
            FROM "sales"
            JOIN "products" ON "products"."id" = "sales"."column1"
            ORDER BY "sales"."column2" DESC, "sales"."column1"
            LIMIT $3
            """, [100, 2, 50],
            with: """
                WITH sales AS (
                    SELECT p.id, p.name, sum(i.price * i.quantity) AS revenue
                    FROM order_items i JOIN products p ON p.id = i.product_id GROUP BY p.id)
                SELECT s.name, s.revenue, round(100 * (
                    SELECT sum(t.revenue) FROM sales t
                    WHERE t.revenue > s.revenue OR t.revenue = s.revenue AND t.id <= s.id)
                    / (SELECT sum(revenue) FROM sales), 2)
                FROM sales s ORDER BY s.revenue DESC, s.id LIMIT 50
                """)
    }

    @Test func `how many of those who came in a month buy later`() async throws {
        let firsts = Order.all.groupBy { $0.customerID }
            .select { ($0.customerID, $0.placedAt.min()) }.common("firsts")
        let cohort = Label<PGTimestampTZ?>("cohort")
        let months = Label<PGNumeric?>("months")
        let query = Order.join(firsts) { o, f in f.columns.0 == o.customerID }
            .select { o, f in
                let (_, first) = f.columns
                let years = o.placedAt.extract(.year).nullable - first.extract(.year)
                let rest = o.placedAt.extract(.month).nullable - first.extract(.month)
                return (
                    first.dateTrunc(.month).labelled(cohort),
                    (years * 12 + rest).labelled(months), o.customerID.count(distinct: true)
                )
            }
            .groupBy { _ in (cohort, months) }
            .orderBy { _ in (cohort, months) }

        try await expectAgreement(
            query,
            """
            WITH "firsts" ("column1", "column2") AS (
                SELECT "orders"."customer_id", min("orders"."placed_at")
                FROM "orders"
                GROUP BY "orders"."customer_id"
            )
            SELECT date_trunc('month', "firsts"."column2") AS "cohort", (extract(year FROM \
            "orders"."placed_at") - extract(year FROM "firsts"."column2")) * $1 + (extract(month \
            FROM "orders"."placed_at") - extract(month FROM "firsts"."column2")) AS "months", \
            count(DISTINCT "orders"."customer_id")
            FROM "orders"
            JOIN "firsts" ON "firsts"."column1" = "orders"."customer_id"
            GROUP BY "cohort", "months"
            ORDER BY "cohort", "months"
            """, [12],
            with: """
                SELECT date_trunc('month', f.first),
                    (extract(year FROM age) * 12 + extract(month FROM age))::numeric,
                    count(DISTINCT o.customer_id)
                FROM orders o
                JOIN (SELECT customer_id, min(placed_at) AS first FROM orders GROUP BY 1) f
                    USING (customer_id)
                CROSS JOIN LATERAL age(date_trunc('month', o.placed_at),
                    date_trunc('month', f.first)) age
                GROUP BY 1, 2 ORDER BY 1, 2
                """)
    }

    @Test func `customers by what they have spent`() async throws {
        let spent = Order.where { $0.status == "delivered" }.groupBy { $0.customerID }
            .select { ($0.customerID, $0.total.sum()) }.derived("spent")
        let band = Label<String>("band")
        let query = spent.select { s in
            let (_, amount) = s.columns
            return (
                Case.when(amount >= 3000, then: "gold").when(amount >= 1000, then: "silver")
                    .else("bronze").labelled(band),
                countRows(), amount.avg().round(to: 2)
            )
        }
        .groupBy { _ in band }
        .orderBy { _ in band }

        try await expectAgreement(
            query,
            """
            SELECT CASE WHEN "spent"."column2" >= $1 THEN $2::text WHEN "spent"."column2" >= $3 \
            THEN $4::text ELSE $5::text END AS "band", count(*), round(avg("spent"."column2"), \
            $6::integer)
            FROM (
                SELECT "orders"."customer_id", sum("orders"."total")
                FROM "orders"
                WHERE "orders"."status" = $7
                GROUP BY "orders"."customer_id"
            ) AS "spent" ("column1", "column2")
            GROUP BY "band"
            ORDER BY "band"
            """, [3000, "gold", 1000, "silver", "bronze", 2, "delivered"],
            with: """
                WITH spent AS (
                    SELECT sum(total) FILTER (WHERE status = 'delivered') AS amount
                    FROM orders GROUP BY customer_id)
                SELECT 'bronze' AS band, count(*), round(avg(amount), 2) FROM spent
                WHERE amount < 1000
                UNION SELECT 'silver', count(*), round(avg(amount), 2) FROM spent
                WHERE amount >= 1000 AND amount < 3000
                UNION SELECT 'gold', count(*), round(avg(amount), 2) FROM spent
                WHERE amount >= 3000
                ORDER BY band
                """)
    }

    @Test func `orders by the hour where the customer is`() async throws {
        let zone = Case.of(Customer.columns.country).when("Norway", then: "Europe/Oslo")
            .when("Japan", then: "Asia/Tokyo").else("UTC")
        let hour = Label<PGNumeric>("hour")
        let query = Customer.join(Order.self) { c, o in o.customerID == c.id }
            .select { _, o in
                (o.placedAt.atTimeZone(zone).extract(.hour).labelled(hour), countRows())
            }
            .groupBy { _ in hour }
            .orderBy { _ in hour }

        try await expectAgreement(
            query,
            """
            SELECT extract(hour FROM "orders"."placed_at" AT TIME ZONE CASE "customers"."country" \
            WHEN $1 THEN $2::text WHEN $3 THEN $4::text ELSE $5::text END) AS "hour", count(*)
            FROM "customers"
            JOIN "orders" ON "orders"."customer_id" = "customers"."id"
            GROUP BY "hour"
            ORDER BY "hour"
            """, ["Norway", "Europe/Oslo", "Japan", "Asia/Tokyo", "UTC"],
            with: """
                WITH zones (country, zone) AS (
                    VALUES ('Norway', 'Europe/Oslo'), ('Japan', 'Asia/Tokyo'))
                SELECT date_part('hour', timezone(coalesce(zone, 'UTC'), placed_at))::numeric AS h,
                    count(*)
                FROM orders JOIN customers c ON c.id = customer_id LEFT JOIN zones USING (country)
                GROUP BY h ORDER BY h
                """)
    }

    @Test func `a histogram`() async throws {
        let bucket = Label<Int>("bucket")
        let query = Order.select {
            (
                $0.total.widthBucket(from: 0, to: 2000, count: 8).labelled(bucket), countRows(),
                $0.total.min(), $0.total.max()
            )
        }
        .groupBy { _ in bucket }
        .orderBy { _ in bucket }

        try await expectAgreement(
            query,
            """
            SELECT width_bucket("orders"."total", $1, $2, $3::integer) AS "bucket", count(*), \
            min("orders"."total"), max("orders"."total")
            FROM "orders"
            GROUP BY "bucket"
            ORDER BY "bucket"
            """, [0, 2000, 8],
            with: """
                SELECT b, count(*), min(total), max(total)
                FROM orders CROSS JOIN LATERAL (
                    SELECT CASE WHEN total < 2000 THEN floor(total / 250)::int + 1 ELSE 9 END AS b
                ) bucket GROUP BY b ORDER BY b
                """)
    }

    @Test func `the median and other percentiles of each group`() async throws {
        let query = Employee.all.groupBy { $0.department }.orderBy { $0.department }
            .select {
                (
                    $0.department, $0.salary.percentileCont(0.5),
                    $0.salary.percentileDisc([0.25, 0.75]), $0.salary.mode()
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT "employees"."department", percentile_cont($1::double precision) WITHIN GROUP \
            (ORDER BY "employees"."salary"), percentile_disc($2::double precision[]) WITHIN GROUP \
            (ORDER BY "employees"."salary"), mode() WITHIN GROUP (ORDER BY "employees"."salary")
            FROM "employees"
            GROUP BY "employees"."department"
            ORDER BY "employees"."department"
            """, ["0.5", #"{"0.25","0.75"}"#],
            with: """
                WITH sorted AS (
                    SELECT department, salary,
                        row_number() OVER (PARTITION BY department ORDER BY salary) AS n,
                        count(*) OVER (PARTITION BY department) AS total
                    FROM employees),
                modes AS (
                    SELECT DISTINCT ON (department) department, salary
                    FROM employees GROUP BY department, salary
                    ORDER BY department, count(*) DESC, salary)
                SELECT department,
                    avg(s.salary) FILTER (WHERE n IN ((total + 1) / 2, (total + 2) / 2))::float8,
                    ARRAY[min(s.salary) FILTER (WHERE n >= total * 0.25),
                        min(s.salary) FILTER (WHERE n >= total * 0.75)],
                    min(m.salary)
                FROM sorted s JOIN modes m USING (department)
                GROUP BY department ORDER BY department
                """)
    }
}
