import PGCore
import Testing

@Suite("PGInterval")
struct IntervalTests {
    /// One interval and its spelling in each of the server's styles.
    struct Style: Sendable, CustomTestStringConvertible {
        var interval: PGInterval
        var postgres: String
        var iso8601: String
        var verbose: String
        var testDescription: String { postgres }
    }

    static let styles = [
        Style(
            interval: PGInterval(months: 14, days: -3, microseconds: 14_706_789_000),
            postgres: "1 year 2 mons -3 days +04:05:06.789", iso8601: "P1Y2M-3DT4H5M6.789S",
            verbose: "@ 1 year 2 mons -3 days 4 hours 5 mins 6.789 secs"),
        Style(
            interval: PGInterval(), postgres: "00:00:00", iso8601: "PT0S", verbose: "@ 0"),
        Style(
            interval: PGInterval(microseconds: -500_000), postgres: "-00:00:00.5",
            iso8601: "PT-0.5S", verbose: "@ 0.5 secs ago"),
        Style(
            interval: PGInterval(months: -14, days: 3, microseconds: -3_600_000_000),
            postgres: "-1 years -2 mons +3 days -01:00:00", iso8601: "P-1Y-2M3DT-1H",
            verbose: "@ 1 year 2 mons -3 days 1 hour ago"),
        Style(
            interval: PGInterval(days: 1), postgres: "1 day", iso8601: "P1D", verbose: "@ 1 day"),
        Style(
            interval: PGInterval(microseconds: -62_000_000), postgres: "-00:01:02",
            iso8601: "PT-1M-2S", verbose: "@ 1 min 2 secs ago"),
    ]

    @Test(arguments: styles)
    func `every style of the server is read and two are written`(style: Style) {
        #expect(PGInterval(style.postgres) == style.interval)
        #expect(PGInterval(style.iso8601) == style.interval)
        #expect(PGInterval(style.verbose) == style.interval)
        #expect(style.interval.description == style.postgres)
        #expect(style.interval.iso8601 == style.iso8601)
    }

    @Test(
        arguments: [
            "", "P", "PT", "P1", "P1H", "PT1D", "1 parsec", "1", "1 day 2", "04:05:06 07:08:09x",
            "1.5 days", "04:60:00", "04:05:60", "4294967296 mons", "99999999999999999999 secs",
            "999999999999999999 hours", "2147483647 mons 1 mon", "9999999999999:00:00", "@",
            "1 day ago ago", "1  day", "-", "P--1D",
        ])
    func `malformed or too long intervals are refused`(text: String) {
        #expect(PGInterval(text) == nil)
    }

    @Test func `the ends of every part are written and read`() {
        let ends = [
            PGInterval(months: .max, days: .max, microseconds: .max),
            PGInterval(months: .min, days: .min, microseconds: .min),
            PGInterval(months: .min, days: .max, microseconds: .min),
        ]
        for interval in ends {
            #expect(PGInterval(interval.description) == interval)
            #expect(PGInterval(interval.iso8601) == interval)
        }
        #expect(
            ends[1].description
                == "-178956970 years -8 mons -2147483648 days -2562047788:00:54.775808")
    }

    @Test func `infinity is the end of every part`() {
        #expect(PGInterval("infinity") == .infinity)
        #expect(PGInterval("-infinity") == .negativeInfinity)
        #expect(PGInterval(PGInterval.infinity.description) == .infinity)
    }

    @Test func `durations convert when no calendar is needed`() {
        #expect(PGInterval(.milliseconds(1_500)) == PGInterval(microseconds: 1_500_000))
        #expect(PGInterval(.seconds(Int64.max)) == nil)
        #expect(PGInterval(microseconds: -1).duration == .microseconds(-1))
        #expect(PGInterval(days: 1).duration == nil)
    }
}
