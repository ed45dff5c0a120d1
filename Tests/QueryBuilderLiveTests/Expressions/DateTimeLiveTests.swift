import PGCore
import PGTestKit
import QueryBuilder
import Testing

private let t = SampleRow.columns

@Suite("Dates and times on a server", .liveDatabase(.samples), .timeLimit(.minutes(1)))
struct DateTimeLiveTests {
    @Test func `fields`() async throws {
        try await check(t.day.extract(.year), #"extract(year FROM "s"."day")"#, is: 2026)
        try await check(
            t.at.extract(.second), #"extract(second FROM "s"."at")"#, is: PGNumeric("15.500000"))
        try await check(t.clock.extract(.minute), #"extract(minute FROM "s"."clock")"#, is: 30)
        try await check(t.span.extract(.month), #"extract(month FROM "s"."span")"#, is: 1)
        try await check(
            t.moment.datePart(.epoch), #"date_part('epoch', "s"."moment")"#, is: 1_772_274_615.5)
        try await check(t.day.isFinite(), #"isfinite("s"."day")"#, is: true)
        for field in DateField.allCases where !"\(field)".hasPrefix("timezone") {
            let query = SampleRow.select { $0.at.extract(field) }
            #expect(try await query.fetch(on: TestDatabase.pool).count == 1, "\(field)")
        }
    }

    @Test func `truncation and zones`() async throws {
        try await check(
            t.at.dateTrunc(.month), #"date_trunc('month', "s"."at")"#,
            is: PGTimestamp("2026-02-01 00:00:00"))
        try await check(
            t.moment.dateTrunc(.day, timeZone: "Asia/Tokyo"),
            #"date_trunc('day', "s"."moment", $1) | 'Asia/Tokyo'"#,
            is: PGTimestampTZ("2026-02-27 15:00:00+00"))
        try await check(
            t.at.dateBin(
                PGInterval(microseconds: 900_000_000), origin: t.at.dateTrunc(.year)),
            #"date_bin($1::interval, "s"."at", date_trunc('year', "s"."at")) | '00:15:00'"#,
            is: PGTimestamp("2026-02-28 10:30:00"))
        try await check(
            t.moment.atTimeZone("Asia/Tokyo"),
            #""s"."moment" AT TIME ZONE $1::text | 'Asia/Tokyo'"#,
            is: PGTimestamp("2026-02-28 19:30:15.5"))
        try await check(
            t.at.atTimeZone("Asia/Tokyo"), #""s"."at" AT TIME ZONE $1::text | 'Asia/Tokyo'"#,
            is: PGTimestampTZ("2026-02-28 01:30:15.5+00"))
        try await check(
            t.moment.atTimeZone("UTC").atTimeZone("UTC") == t.moment,
            #""s"."moment" AT TIME ZONE $1::text AT TIME ZONE $2::text = "s"."moment" | "#
                + "'UTC', 'UTC'", is: true)
        try await check(
            t.moment.adding(PGInterval(days: 1)).atTimeZone("UTC").extract(.day),
            #"extract(day FROM ("s"."moment" + $1::interval) AT TIME ZONE $2::text) | "#
                + "'1 day', 'UTC'", is: 1)
        try await check(
            t.span.dateTrunc(.day), #"date_trunc('day', "s"."span")"#,
            is: PGInterval(months: 1, days: 2))
        try await check(
            t.day.dateTrunc(.year).isFinite(), #"isfinite(date_trunc('year', "s"."day"))"#, is: true
        )
    }

    @Test func `arithmetic`() async throws {
        let hour = PGInterval(microseconds: 3_600_000_000)
        try await check(
            t.at.adding(hour), #""s"."at" + $1::interval | '01:00:00'"#,
            is: PGTimestamp("2026-02-28 11:30:15.5"))
        try await check(
            t.at.subtracting(t.span), #""s"."at" - "s"."span""#,
            is: PGTimestamp("2026-01-26 07:30:15.5"))
        try await check(
            t.clock.adding(hour), #""s"."clock" + $1::interval | '01:00:00'"#,
            is: PGTime("11:30:00"))
        try await check(
            t.moment.adding(t.span), #""s"."moment" + "s"."span""#,
            is: PGTimestampTZ("2026-03-30 13:30:15.5+00"))
        try await check(
            t.span.adding(hour), #""s"."span" + $1::interval | '01:00:00'"#,
            is: PGInterval("1 mon 2 days 04:00:00"))
        try await check(
            t.day.adding(days: 1), #""s"."day" + $1::integer | '1'"#, is: PGDate("2026-03-01"))
        try await check(
            t.day.subtracting(days: t.id), #""s"."day" - "s"."id"::integer"#,
            is: PGDate("2026-02-27"))
        try await check(
            t.day.days(since: PGDate(daysSince2000: 9_497)),
            #""s"."day" - $1::date | '2026-01-01'"#, is: 58)
        try await check(
            t.day.adding(hour), #""s"."day" + $1::interval | '01:00:00'"#,
            is: PGTimestamp("2026-02-28 01:00:00"))
        try await check(
            t.day.subtracting(hour), #""s"."day" - $1::interval | '01:00:00'"#,
            is: PGTimestamp("2026-02-27 23:00:00"))
        try await check(
            t.day.at(t.clock), #""s"."day" + "s"."clock""#, is: PGTimestamp("2026-02-28 10:30:00"))
        try await check(
            t.at.since(t.day.at(t.clock)), #""s"."at" - ("s"."day" + "s"."clock")"#,
            is: PGInterval("00:00:15.5"))
        try await check(t.clock.since(t.clock), #""s"."clock" - "s"."clock""#, is: PGInterval())
        try await check(
            t.at.age(since: t.at.subtracting(PGInterval(months: 14))),
            #"age("s"."at", "s"."at" - $1::interval) | '1 year 2 mons'"#,
            is: PGInterval(months: 14))
        try await check(
            t.span.multiplied(by: 2.0), #""s"."span" * $1::double precision | '2.0'"#,
            is: PGInterval("2 mons 4 days 06:00:00"))
        try await check(
            t.span.divided(by: 2.0), #""s"."span" / $1::double precision | '2.0'"#,
            is: PGInterval("16 days 01:30:00"))
        try await check(
            t.span.negated(), #"-"s"."span""#, is: PGInterval("-1 mons -2 days -03:00:00"))
        try await check(
            t.span.multiplied(by: 20.0).justifyDays(),
            #"justify_days("s"."span" * $1::double precision) | '20.0'"#,
            is: PGInterval("1 year 9 mons 10 days 60:00:00"))
        try await check(
            t.span.multiplied(by: 10.0).justifyHours(),
            #"justify_hours("s"."span" * $1::double precision) | '10.0'"#,
            is: PGInterval("10 mons 21 days 06:00:00"))
        try await check(
            t.span.multiplied(by: 20.0).justifyInterval(),
            #"justify_interval("s"."span" * $1::double precision) | '20.0'"#,
            is: PGInterval("1 year 9 mons 12 days 12:00:00"))
    }

    @Test func `making values, and the clock`() async throws {
        try await check(
            makeDate(year: 2024, month: 2, day: 29),
            "make_date($1::integer, $2::integer, $3::integer) | '2024', '2', '29'",
            is: PGDate("2024-02-29"))
        try await check(
            makeTime(hour: 8, minute: 7, second: 1.5),
            "make_time($1::integer, $2::integer, $3) | '8', '7', '1.5'", is: PGTime("08:07:01.5"))
        try await check(
            makeTimestamp(year: 2026, month: 2, day: t.small.cast(to: Int.self), hour: 5),
            "make_timestamp($1::integer, $2::integer, "
                + #""s"."small"::bigint::integer, $3::integer, $4::integer, "#
                + "$5::double precision) | '2026', '2', '5', '0', '0.0'",
            is: PGTimestamp("2026-02-07 05:00:00"))
        try await check(
            makeTimestampTZ(year: 2026, month: 7, day: 1, hour: 12, zone: "Europe/Berlin"),
            "make_timestamptz($1::integer, $2::integer, $3::integer, $4::integer, $5::integer, "
                + "$6::double precision, $7::text) | "
                + "'2026', '7', '1', '12', '0', '0.0', 'Europe/Berlin'",
            is: PGTimestampTZ("2026-07-01 10:00:00+00"))
        try await check(
            makeInterval(days: 3, hours: t.id),
            "make_interval($1::integer, $2::integer, $3::integer, $4::integer, "
                + #""s"."id"::integer, $5::integer, $6) | '0', '0', '0', '3', '0', '0.0'"#,
            is: PGInterval("3 days 01:00:00"))
        try await check(
            (t.ratio - 2.25).toTimestamp(), #"to_timestamp("s"."ratio" - $1) | '2.25'"#,
            is: PGTimestampTZ("1970-01-01 00:00:00+00"))
        try await check(now() <= clockTimestamp(), "now() <= clock_timestamp()", is: true)
        try await check(statementTimestamp() >= now(), "statement_timestamp() >= now()", is: true)
        try await check(currentDate() > t.day, #"CURRENT_DATE > "s"."day""#, is: true)
        try await check(localTimestamp() > t.at, #"LOCALTIMESTAMP > "s"."at""#, is: true)
        try await check(
            localTime().extract(.hour) < 24, "extract(hour FROM LOCALTIME) < $1 | '24'", is: true)
        try await check(
            overlaps(
                from: t.day, to: t.day.adding(days: 2), andFrom: t.day.adding(days: 1),
                to: t.day.adding(days: 9)),
            #"("s"."day", "s"."day" + $1::integer) OVERLAPS ("s"."day" + $2::integer, "#
                + #""s"."day" + $3::integer) | '2', '1', '9'"#, is: true)
        try await check(
            overlaps(from: t.at, to: t.at, andFrom: t.at, to: t.at).not.isTrue || t.flag,
            #"(NOT ("s"."at", "s"."at") OVERLAPS ("s"."at", "s"."at")) IS TRUE OR "s"."flag""#,
            is: true)
    }
}
