import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Questions about time agree with SQL written by hand", .sharedDatabase(.market),
    .timeLimit(.minutes(1)))
struct TimeTests {
    private let halfAnHour = PGInterval(microseconds: 1_800_000_000)

    @Test func `days in a row: gaps and islands`() async throws {
        let days = Visit.select { ($0.customerID, $0.at.cast(to: PGDate.self)) }.distinct()
            .derived("days")
        let numbered = days.select { d in
            let (customer, day) = d.columns
            let number = rowNumber().over(partitionBy: customer, orderBy: day)
            return (customer, day, day.subtracting(days: number))
        }
        .derived("numbered")
        let query = numbered.all.groupBy { ($0.columns.0, $0.columns.2) }
            .having { _ in countRows() > 1 }
            .orderBy { ($0.columns.0, $0.columns.1.min()) }
            .select { ($0.columns.0, $0.columns.1.min(), $0.columns.1.max(), countRows()) }

        try await expectAgreement(
            query,
            """
            SELECT "numbered"."column1", min("numbered"."column2"), max("numbered"."column2"), \
            count(*)
            FROM (
                SELECT "days"."column1", "days"."column2", "days"."column2" - row_number() OVER \
            (PARTITION BY "days"."column1" ORDER BY "days"."column2")::integer
                FROM (
                    SELECT DISTINCT "visits"."customer_id", "visits"."at"::date
                    FROM "visits"
                ) AS "days" ("column1", "column2")
            ) AS "numbered" ("column1", "column2", "column3")
            GROUP BY "numbered"."column1", "numbered"."column3"
            HAVING count(*) > $1
            ORDER BY "numbered"."column1", min("numbered"."column2")
            """, [1],
            with: """
                WITH days AS (SELECT DISTINCT customer_id, at::date AS day FROM visits),
                firsts AS (
                    SELECT * FROM days d WHERE NOT EXISTS (
                        SELECT FROM days e WHERE e.customer_id = d.customer_id
                            AND e.day = d.day - 1)),
                lasts AS (
                    SELECT * FROM days d WHERE NOT EXISTS (
                        SELECT FROM days e WHERE e.customer_id = d.customer_id
                            AND e.day = d.day + 1))
                SELECT f.customer_id, f.day, l.day, (l.day - f.day + 1)::bigint
                FROM firsts f CROSS JOIN LATERAL (
                    SELECT min(day) AS day FROM lasts
                    WHERE lasts.customer_id = f.customer_id AND lasts.day >= f.day) l
                WHERE l.day > f.day ORDER BY 1, 2
                """)
    }

    @Test func `visits become sessions`() async throws {
        let marked = Visit.select { v in
            let before = v.at.lag().over(partitionBy: v.customerID, orderBy: v.at)
            return (
                v.customerID, v.at,
                Case.when(v.at <= before.adding(halfAnHour), then: 0).else(1)
            )
        }
        .derived("marked")
        let numbered = marked.select { m in
            let (customer, at, isFirst) = m.columns
            return (customer, at, isFirst.sum().over(partitionBy: customer, orderBy: at))
        }
        .derived("numbered")
        let query = numbered.all.groupBy { ($0.columns.0, $0.columns.2) }
            .orderBy { ($0.columns.0, $0.columns.2) }
            .select { n in
                (n.columns.0, n.columns.2, n.columns.1.min(), n.columns.1.max(), countRows())
            }

        try await expectAgreement(
            query,
            """
            SELECT "numbered"."column1", "numbered"."column3", min("numbered"."column2"), \
            max("numbered"."column2"), count(*)
            FROM (
                SELECT "marked"."column1", "marked"."column2", sum("marked"."column3") OVER \
            (PARTITION BY "marked"."column1" ORDER BY "marked"."column2")
                FROM (
                    SELECT "visits"."customer_id", "visits"."at", CASE WHEN "visits"."at" <= \
            lag("visits"."at", $1::integer) OVER (PARTITION BY "visits"."customer_id" ORDER BY \
            "visits"."at") + $2::interval THEN $3::bigint ELSE $4::bigint END
                    FROM "visits"
                ) AS "marked" ("column1", "column2", "column3")
            ) AS "numbered" ("column1", "column2", "column3")
            GROUP BY "numbered"."column1", "numbered"."column3"
            ORDER BY "numbered"."column1", "numbered"."column3"
            """, [1, "00:30:00", 0, 1],
            with: """
                WITH starts AS (
                    SELECT DISTINCT customer_id, at FROM visits v WHERE NOT EXISTS (
                        SELECT FROM visits w WHERE w.customer_id = v.customer_id
                            AND w.at < v.at AND w.at >= v.at - interval '30 minutes')),
                sessions AS (
                    SELECT *, coalesce(lead(at) OVER (PARTITION BY customer_id ORDER BY at),
                        'infinity') AS next FROM starts)
                SELECT s.customer_id,
                    (row_number() OVER (PARTITION BY s.customer_id ORDER BY s.at))::numeric,
                    s.at, max(v.at), count(*)
                FROM sessions s JOIN visits v
                    ON v.customer_id = s.customer_id AND v.at >= s.at AND v.at < s.next
                GROUP BY s.customer_id, s.at ORDER BY 1, 2
                """)
    }

    @Test func `the latest row of each device, by a lateral join`() async throws {
        let query = generateSeries(from: 0, through: 11).all
            .leftJoinLateral { device in
                Reading.where { $0.device == device.value && $0.value.isNotNull }
                    .orderBy { $0.takenAt.descending }.limit(1).derived("latest")
            }
            .orderBy { device, _ in device.value }
            .select { device, latest in (device.value, latest.takenAt, latest.value) }

        try await expectAgreement(
            query,
            """
            SELECT "series"."value", "latest"."taken_at", "latest"."value"
            FROM generate_series($1::bigint, $2::bigint) AS "series" ("value")
            LEFT JOIN LATERAL (
                SELECT "readings"."device", "readings"."taken_at", "readings"."value"
                FROM "readings"
                WHERE "readings"."device" = "series"."value"
                    AND "readings"."value" IS NOT NULL
                ORDER BY "readings"."taken_at" DESC
                LIMIT $3
            ) AS "latest" ON true
            ORDER BY "series"."value"
            """, [0, 11, 1],
            with: """
                SELECT d, r.taken_at, r.value FROM generate_series(0, 11) d LEFT JOIN (
                    SELECT DISTINCT ON (device) * FROM readings WHERE value IS NOT NULL
                    ORDER BY device, taken_at DESC) r ON r.device = d
                ORDER BY d
                """)
    }

    @Test func `missing values are filled with the one before`() async throws {
        let counted = Reading.where { $0.device == 4 }.select { r in
            (r.takenAt, r.value, r.value.count().over(orderBy: r.takenAt))
        }
        .derived("counted")
        let query = counted.orderBy { $0.columns.0 }.select { c in
            let (time, value, group) = c.columns
            return (time, value, value.max().over(partitionBy: group))
        }

        try await expectAgreement(
            query,
            """
            SELECT "counted"."column1", "counted"."column2", max("counted"."column2") OVER \
            (PARTITION BY "counted"."column3")
            FROM (
                SELECT "readings"."taken_at", "readings"."value", count("readings"."value") OVER \
            (ORDER BY "readings"."taken_at")
                FROM "readings"
                WHERE "readings"."device" = $1
            ) AS "counted" ("column1", "column2", "column3")
            ORDER BY "counted"."column1"
            """, [4],
            with: """
                SELECT taken_at, value, (
                    SELECT s.value FROM readings s WHERE s.device = 4 AND s.value IS NOT NULL
                        AND s.taken_at <= r.taken_at ORDER BY s.taken_at DESC LIMIT 1)
                FROM readings r WHERE device = 4 ORDER BY taken_at
                """)
    }

    @Test func `averages of a quarter of an hour`() async throws {
        let midnight = try #require(PGTimestampTZ("2025-06-01 00:00:00+00"))
        let quarter = PGInterval(microseconds: 900_000_000)
        let start = Label<PGTimestampTZ>("start")
        let query = Reading.where { $0.device == 2 }
            .select {
                (
                    $0.takenAt.dateBin(quarter, origin: midnight).labelled(start), countRows(),
                    $0.value.avg()
                )
            }
            .groupBy { _ in start }
            .orderBy { _ in start }

        try await expectAgreement(
            query,
            """
            SELECT date_bin($1::interval, "readings"."taken_at", $2) AS "start", count(*), \
            avg("readings"."value")
            FROM "readings"
            WHERE "readings"."device" = $3
            GROUP BY "start"
            ORDER BY "start"
            """, ["00:15:00", "2025-06-01 00:00:00+00", 2],
            with: """
                SELECT to_timestamp(floor(extract(epoch FROM taken_at) / 900) * 900) AS start,
                    count(*), avg(value)
                FROM readings WHERE device = 2 GROUP BY start ORDER BY start
                """)
    }

    @Test func `bookings that overlap`() async throws {
        let query = Booking.as("a").join(Booking.self, as: "b") { a, b in
            a.room == b.room && a.id < b.id && a.period.overlaps(b.period)
        }
        .orderBy { a, b in (a.id, b.id) }
        .select { a, b in (a.guest, b.guest, a.period.intersection(b.period)) }

        try await expectAgreement(
            query,
            """
            SELECT "a"."guest", "b"."guest", "a"."period" * "b"."period"
            FROM "bookings" AS "a"
            JOIN "bookings" AS "b" ON "a"."room" = "b"."room"
                AND "a"."id" < "b"."id"
                AND "a"."period" && "b"."period"
            ORDER BY "a"."id", "b"."id"
            """,
            with: """
                SELECT a.guest, b.guest, tsrange(greatest(lower(a.period), lower(b.period)),
                    least(upper(a.period), upper(b.period)))
                FROM bookings a, bookings b
                WHERE b.id > a.id AND b.room = a.room
                    AND lower(a.period) < upper(b.period) AND lower(b.period) < upper(a.period)
                ORDER BY a.id, b.id
                """)
    }

    @Test func `when a room is free`() async throws {
        let start = try #require(PGTimestamp("2026-03-05 00:00:00"))
        let end = try #require(PGTimestamp("2026-03-09 00:00:00"))
        let week = try #require(PGRange(from: start, to: end))
        let free = Booking.all.groupBy { $0.room }.select { b in
            let whole = Expression<PGMultirange<PGTimestamp>>.value([week])
            return (b.room, whole.subtracting(b.period.rangeAgg().coalesce([])).unnest())
        }
        .derived("free")
        let query = free.orderBy { ($0.columns.0, $0.columns.1) }
            .select { ($0.columns.0, $0.columns.1.lowerBound, $0.columns.1.upperBound) }

        try await expectAgreement(
            query,
            """
            SELECT "free"."column1", lower("free"."column2"), upper("free"."column2")
            FROM (
                SELECT "bookings"."room", unnest($1::tsmultirange - \
            coalesce(range_agg("bookings"."period"), $2))
                FROM "bookings"
                GROUP BY "bookings"."room"
            ) AS "free" ("column1", "column2")
            ORDER BY "free"."column1", "free"."column2"
            """, [#"{["2026-03-05 00:00:00","2026-03-09 00:00:00")}"#, "{}"],
            with: """
                WITH taken AS (
                    SELECT room, lower(period) AS a, upper(period) AS b FROM bookings
                    UNION ALL SELECT DISTINCT room, timestamp '-infinity',
                        timestamp '2026-03-05' FROM bookings
                    UNION ALL SELECT DISTINCT room, timestamp '2026-03-09',
                        timestamp 'infinity' FROM bookings),
                ends AS (
                    SELECT room, a, max(b) OVER (PARTITION BY room ORDER BY a, b
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                    FROM taken)
                SELECT room, before, a FROM ends WHERE a > before ORDER BY room, before
                """)
    }

    @Test func `how many rooms are taken at the busiest`() async throws {
        let starts = Booking.select { ($0.period.lowerBound, Expression.value(1)) }
        let ends = Booking.select { ($0.period.upperBound, Expression.value(-1)) }
        let taken = starts.unionAll(ends).derived("changes").select { c in
            let (moment, change) = c.columns
            return (moment, change.sum().over(orderBy: moment))
        }
        .distinct().derived("taken")
        let query = taken.orderBy { ($0.columns.1.descending, $0.columns.0) }.limit(5)
            .select { ($0.columns.0, $0.columns.1) }

        try await expectAgreement(
            query,
            """
            SELECT "taken"."column1", "taken"."column2"
            FROM (
                SELECT DISTINCT "changes"."column1", sum("changes"."column2") OVER (ORDER BY \
            "changes"."column1")
                FROM (
                    SELECT lower("bookings"."period"), $1::bigint
                    FROM "bookings"
                    UNION ALL
                    SELECT upper("bookings"."period"), $2::bigint
                    FROM "bookings"
                ) AS "changes" ("column1", "column2")
            ) AS "taken" ("column1", "column2")
            ORDER BY "taken"."column2" DESC, "taken"."column1"
            LIMIT $3
            """, [1, -1, 5],
            with: """
                SELECT moment, (SELECT count(*) FROM bookings b WHERE b.period @> moment)::numeric
                FROM (SELECT lower(period) FROM bookings UNION SELECT upper(period) FROM bookings)
                    moments (moment)
                ORDER BY 2 DESC, 1 LIMIT 5
                """)
    }
}
