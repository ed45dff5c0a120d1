import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Reports on Chinook agree with SQL written by hand",
    .enabled(if: Chinook.isPresent, "STRATA_CHINOOK names no script"), .sharedDatabase(.chinook),
    .timeLimit(.minutes(1)))
struct ChinookReportTests {
    private typealias Artist = Chinook.Artist
    private typealias Album = Chinook.Album
    private typealias Genre = Chinook.Genre
    private typealias Track = Chinook.Track
    private typealias Customer = Chinook.Customer
    private typealias Employee = Chinook.Employee
    private typealias Invoice = Chinook.Invoice
    private typealias InvoiceLine = Chinook.InvoiceLine

    @Test func `the best customers`() async throws {
        let query = Customer.join(Invoice.self) { c, i in i.customerID == c.customerID }
            .groupBy { c, _ in c.customerID }
            .orderBy { c, i in (i.total.sum().descending, c.customerID) }
            .limit(10)
            .select { c, i in
                (
                    c.firstName.concat(" ").concat(c.lastName), c.country, countRows(),
                    i.total.sum(), i.invoiceDate.max()
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT "customer"."first_name" || $1 || "customer"."last_name", "customer"."country", \
            count(*), sum("invoice"."total"), max("invoice"."invoice_date")
            FROM "customer"
            JOIN "invoice" ON "invoice"."customer_id" = "customer"."customer_id"
            GROUP BY "customer"."customer_id"
            ORDER BY sum("invoice"."total") DESC, "customer"."customer_id"
            LIMIT $2
            """, [" ", 10],
            with: """
                SELECT first_name || ' ' || last_name, country,
                    (SELECT count(*) FROM invoice i WHERE i.customer_id = c.customer_id),
                    (SELECT sum(total) FROM invoice i WHERE i.customer_id = c.customer_id) AS spent,
                    (SELECT max(invoice_date) FROM invoice i WHERE i.customer_id = c.customer_id)
                FROM customer c ORDER BY spent DESC, customer_id LIMIT 10
                """)
    }

    @Test func `tracks and playing time of each genre`() async throws {
        let query = Genre.join(Track.self) { g, t in t.genreID == g.genreID }
            .groupBy { g, _ in g.genreID }
            .having { _, _ in countRows() > 50 }
            .orderBy { g, _ in g.name }
            .select { g, t in
                (
                    g.name, countRows(), t.milliseconds.avg().round(to: 0),
                    t.composer.count(distinct: true), t.composer.isNull.boolOr()
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT "genre"."name", count(*), round(avg("track"."milliseconds"), $1::integer), \
            count(DISTINCT "track"."composer"), bool_or("track"."composer" IS NULL)
            FROM "genre"
            JOIN "track" ON "track"."genre_id" = "genre"."genre_id"
            GROUP BY "genre"."genre_id"
            HAVING count(*) > $2
            ORDER BY "genre"."name"
            """, [0, 50],
            with: """
                SELECT g.name, t.n, t.average, t.composers, t.anonymous FROM genre g
                CROSS JOIN LATERAL (
                    SELECT count(*) AS n, round(sum(milliseconds)::numeric / count(*)) AS average,
                        count(DISTINCT composer) AS composers,
                        count(composer) < count(*) AS anonymous
                    FROM track WHERE track.genre_id = g.genre_id) t
                WHERE t.n > 50 ORDER BY g.name
                """)
    }

    @Test func `what each seller sold each year`() async throws {
        let year = Label<PGNumeric>("year")
        let query = Employee.join(Customer.self) { e, c in c.supportRepID == e.employeeID }
            .join(Invoice.self) { _, c, i in i.customerID == c.customerID }
            .select { e, _, i in
                (e.lastName, i.invoiceDate.extract(.year).labelled(year), i.total.sum())
            }
            .groupBy { e, _, _ in (e.employeeID, year) }
            .orderBy { e, _, _ in (e.lastName, year) }

        try await expectAgreement(
            query,
            """
            SELECT "employee"."last_name", extract(year FROM "invoice"."invoice_date") AS "year", \
            sum("invoice"."total")
            FROM "employee"
            JOIN "customer" ON "customer"."support_rep_id" = "employee"."employee_id"
            JOIN "invoice" ON "invoice"."customer_id" = "customer"."customer_id"
            GROUP BY "employee"."employee_id", "year"
            ORDER BY "employee"."last_name", "year"
            """,
            with: """
                SELECT e.last_name, date_part('year', i.invoice_date)::numeric AS y, sum(i.total)
                FROM invoice i, customer c, employee e
                WHERE i.customer_id = c.customer_id AND c.support_rep_id = e.employee_id
                GROUP BY e.employee_id, y ORDER BY e.last_name, y
                """)
    }

    @Test func `the artist who sells best in each country`() async throws {
        let sales = Invoice.join(InvoiceLine.self) { i, l in l.invoiceID == i.invoiceID }
            .join(Track.self) { _, l, t in t.trackID == l.trackID }
            .join(Album.self) { _, _, t, a in a.albumID == t.albumID }
            .join(Artist.self) { _, _, _, album, artist in artist.artistID == album.artistID }
            .groupBy { i, _, _, _, artist in (i.billingCountry, artist.artistID) }
            .select { i, l, _, _, artist in
                let sold = l.quantity.sum()
                return (
                    i.billingCountry, artist.name, sold,
                    rank().over(partitionBy: i.billingCountry, orderBy: sold.descending)
                )
            }
            .derived("sales")
        let query = sales.where { $0.columns.3 == 1 }
            .orderBy { ($0.columns.0, $0.columns.1) }
            .select { ($0.columns.0, $0.columns.1, $0.columns.2) }

        try await expectAgreement(
            query,
            """
            SELECT "sales"."column1", "sales"."column2", "sales"."column3"
            FROM (
                SELECT "invoice"."billing_country", "artist"."name", \
            sum("invoice_line"."quantity"), rank() OVER (PARTITION BY "invoice"."billing_country" \
            ORDER BY sum("invoice_line"."quantity") DESC)
                FROM "invoice"
                JOIN "invoice_line" ON "invoice_line"."invoice_id" = "invoice"."invoice_id"
                JOIN "track" ON "track"."track_id" = "invoice_line"."track_id"
                JOIN "album" ON "album"."album_id" = "track"."album_id"
                JOIN "artist" ON "artist"."artist_id" = "album"."artist_id"
                GROUP BY "invoice"."billing_country", "artist"."artist_id"
            ) AS "sales" ("column1", "column2", "column3", "column4")
            WHERE "sales"."column4" = $1
            ORDER BY "sales"."column1", "sales"."column2"
            """, [1],
            with: """
                WITH sold AS (
                    SELECT billing_country AS country, artist.name, sum(quantity) AS n
                    FROM invoice JOIN invoice_line USING (invoice_id) JOIN track USING (track_id)
                        JOIN album USING (album_id) JOIN artist USING (artist_id)
                    GROUP BY billing_country, artist_id, artist.name)
                SELECT country, name, n FROM sold s
                WHERE n = (SELECT max(n) FROM sold t WHERE t.country = s.country)
                ORDER BY country, name
                """)
    }

    @Test func `revenue by month beside that of the year before`() async throws {
        let month = Label<PGTimestamp>("month")
        let monthly = Invoice.select {
            ($0.invoiceDate.dateTrunc(.month).labelled(month), $0.total.sum())
        }
        .groupBy { _ in month }.common("monthly")
        let query = monthly.all
            .leftJoin(monthly, as: "before") { m, before in
                m.columns.0 == before.columns.0.adding(PGInterval(months: 12))
            }
            .orderBy { m, _ in m.columns.0 }
            .select { m, before in
                (m.columns.0, m.columns.1, before.columns.1, m.columns.1 - before.columns.1)
            }

        try await expectAgreement(
            query,
            """
            WITH "monthly" ("column1", "column2") AS (
                SELECT date_trunc('month', "invoice"."invoice_date") AS "month", \
            sum("invoice"."total")
                FROM "invoice"
                GROUP BY "month"
            )
            SELECT "monthly"."column1", "monthly"."column2", "before"."column2", \
            "monthly"."column2" - "before"."column2"
            FROM "monthly"
            LEFT JOIN "monthly" AS "before" ON "monthly"."column1" = "before"."column1" + \
            $1::interval
            ORDER BY "monthly"."column1"
            """, ["1 year"],
            with: """
                SELECT month, revenue, lag(revenue, 12) OVER w,
                    revenue - lag(revenue, 12) OVER w
                FROM (SELECT date_trunc('month', invoice_date) AS month, sum(total) AS revenue
                    FROM invoice GROUP BY 1) m
                WINDOW w AS (ORDER BY month) ORDER BY month
                """)
    }

    @Test func `countries and cities with subtotals, and which they are`() async throws {
        let query = Invoice.all
            .groupBy { rollup($0.billingCountry, $0.billingCity) }
            .having { $0.total.sum() > 75 }
            .orderBy { i in
                (
                    grouping(i.billingCountry, i.billingCity).descending, i.total.sum().descending,
                    i.billingCity
                )
            }
            .select {
                (
                    grouping($0.billingCountry, $0.billingCity), $0.billingCountry, $0.billingCity,
                    $0.total.sum()
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT GROUPING("invoice"."billing_country", "invoice"."billing_city"), \
            "invoice"."billing_country", "invoice"."billing_city", sum("invoice"."total")
            FROM "invoice"
            GROUP BY ROLLUP ("invoice"."billing_country", "invoice"."billing_city")
            HAVING sum("invoice"."total") > $1
            ORDER BY GROUPING("invoice"."billing_country", "invoice"."billing_city") DESC, \
            sum("invoice"."total") DESC, "invoice"."billing_city"
            """, [75],
            with: """
                SELECT level, country, city, spent FROM (
                    SELECT 3 AS level, NULL AS country, NULL AS city, sum(total) AS spent
                    FROM invoice
                    UNION ALL SELECT 1, billing_country, NULL, sum(total) FROM invoice GROUP BY 2
                    UNION ALL SELECT 0, billing_country, billing_city, sum(total) FROM invoice
                    GROUP BY 2, 3) sums
                WHERE spent > 75 ORDER BY level DESC, spent DESC, city
                """)
    }

    @Test func `the share of each genre in what a country buys`() async throws {
        let query = Invoice.join(InvoiceLine.self) { i, l in l.invoiceID == i.invoiceID }
            .join(Track.self) { _, l, t in t.trackID == l.trackID }
            .join(Genre.self) { _, _, t, g in g.genreID == t.genreID }
            .where { i, _, _, _ in i.billingCountry.in(["Germany", "Brazil"]) }
            .groupBy { i, _, _, g in (i.billingCountry, g.genreID) }
            .orderBy { i, l, _, g in (i.billingCountry, l.quantity.sum().descending, g.name) }
            .select { i, l, _, g in
                let sold = l.quantity.sum()
                let all = sold.sum().over(partitionBy: i.billingCountry)
                return (i.billingCountry, g.name, (sold * 100 / all).round(to: 1))
            }

        try await expectAgreement(
            query,
            """
            SELECT "invoice"."billing_country", "genre"."name", \
            round(sum("invoice_line"."quantity") * $1 / sum(sum("invoice_line"."quantity")) OVER \
            (PARTITION BY "invoice"."billing_country"), $2::integer)
            FROM "invoice"
            JOIN "invoice_line" ON "invoice_line"."invoice_id" = "invoice"."invoice_id"
            JOIN "track" ON "track"."track_id" = "invoice_line"."track_id"
            JOIN "genre" ON "genre"."genre_id" = "track"."genre_id"
            WHERE "invoice"."billing_country" = ANY ($3)
            GROUP BY "invoice"."billing_country", "genre"."genre_id"
            ORDER BY "invoice"."billing_country", sum("invoice_line"."quantity") DESC, \
            "genre"."name"
            """, [100, 1, #"{"Germany","Brazil"}"#],
            with: """
                WITH bought AS (
                    SELECT billing_country AS country, genre_id, quantity
                    FROM invoice_line NATURAL JOIN invoice JOIN track USING (track_id)
                    WHERE billing_country = ANY ('{Germany,Brazil}'))
                SELECT b.country, g.name, round(sum(quantity) * 100.0 / (
                    SELECT sum(quantity) FROM bought c WHERE c.country = b.country), 1)
                FROM bought b JOIN genre g USING (genre_id) GROUP BY b.country, g.genre_id
                ORDER BY b.country, sum(quantity) DESC, g.name
                """)
    }

    @Test func `what each customer has spent so far`() async throws {
        let query = Invoice.where { $0.customerID <= 12 }
            .orderBy { ($0.customerID, $0.invoiceDate, $0.invoiceID) }
            .select { i in
                let window = WindowDefinition(
                    partitionBy: i.customerID, orderBy: i.invoiceDate, i.invoiceID)
                return (
                    i.customerID, i.invoiceDate, i.total.sum().over(window),
                    i.invoiceDate.since(i.invoiceDate.lag().over(window).coalesce(i.invoiceDate))
                )
            }

        try await expectAgreement(
            query,
            """
            SELECT "invoice"."customer_id", "invoice"."invoice_date", sum("invoice"."total") OVER \
            (PARTITION BY "invoice"."customer_id" ORDER BY "invoice"."invoice_date", \
            "invoice"."invoice_id"), "invoice"."invoice_date" - \
            coalesce(lag("invoice"."invoice_date", $1::integer) OVER (PARTITION BY \
            "invoice"."customer_id" ORDER BY "invoice"."invoice_date", "invoice"."invoice_id"), \
            "invoice"."invoice_date")
            FROM "invoice"
            WHERE "invoice"."customer_id" <= $2
            ORDER BY "invoice"."customer_id", "invoice"."invoice_date", "invoice"."invoice_id"
            """, [1, 12],
            with: """
                SELECT i.customer_id, i.invoice_date, sum(e.total),
                    i.invoice_date - coalesce(
                        max(e.invoice_date) FILTER (WHERE e.invoice_id <> i.invoice_id),
                        i.invoice_date)
                FROM invoice i JOIN invoice e ON e.customer_id = i.customer_id
                    AND (e.invoice_date, e.invoice_id) <= (i.invoice_date, i.invoice_id)
                WHERE i.customer_id < 13 GROUP BY i.invoice_id ORDER BY 1, 2, i.invoice_id
                """)
    }
}
