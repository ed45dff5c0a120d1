#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore
import Testing

@Suite("Dates and times")
struct DateTimeTests {
    @Test(
        arguments: zip(
            [
                "2020-01-01 00:00:00+05:30", "1900-01-01 00:00:00+00:19:32",
                "2020-01-01 00:00:00-08", "2020-01-01T00:00:00Z", "0044-03-15 01:00:00+01 BC",
            ],
            [
                "2019-12-31 18:30:00+00", "1899-12-31 23:40:28+00", "2020-01-01 08:00:00+00",
                "2020-01-01 00:00:00+00", "0044-03-15 00:00:00+00 BC",
            ]))
    func `zone offsets of the server are taken off`(text: String, utc: String) throws {
        #expect(try decoded(text, .timestamptz, as: PGTimestampTZ.self).description == utc)
    }

    @Test(
        arguments: [
            "", "2020-01-01", "2020-01-01 00:00:00", "2020-13-01 00:00:00+00",
            "2020-02-30 00:00:00+00", "2020-01-01 25:00:00+00", "2020-01-01 00:00:00+00 AD",
            "2020-01-01 00:61:00+00", "0000-01-01 00:00:00+00", "2020-01-01 24:00:01+00",
            "9999999-01-01 00:00:00+00", "2020-01-01 00:00:00.1234567+00", "now",
            "2020-01-01 00:00:00+0x",
        ])
    func `malformed instants are refused`(text: String) {
        let error = #expect(throws: PGError.self) {
            try decoded(text, .timestamptz, as: PGTimestampTZ.self)
        }

        #expect(error?.code == .decodingFailed)
    }

    @Test func `a date gives its parts and refuses days that are none`() throws {
        let date = try #require(PGDate(year: 2024, month: 2, day: 29))

        #expect((date.year, date.month, date.day) == (2024, 2, 29))
        #expect(date.adding(days: 1) == PGDate(year: 2024, month: 3, day: 1))
        #expect(date.adding(days: .max) == nil)
        #expect(PGDate.infinity.adding(days: 1) == .infinity)
        #expect(PGDate(year: 2023, month: 2, day: 29) == nil)
        #expect(PGDate(year: 2023, month: 0, day: 1) == nil)
        #expect(PGDate(year: .max, month: 1, day: 1) == nil)
    }

    @Test func `every day of four centuries goes to parts and back`() {
        let changed = (Int32(-80_000)...80_000).first { number in
            let date = PGDate(daysSince2000: number)
            return PGDate(year: date.year, month: date.month, day: date.day) != date
        }

        #expect(changed == nil)
    }

    @Test func `the infinities are the ends of the order`() throws {
        let date = try #require(PGDate(year: 5_000_000, month: 1, day: 1))

        #expect(PGDate.negativeInfinity < date && date < .infinity)
        #expect(PGTimestamp.negativeInfinity < PGTimestamp.infinity)
        #expect(!PGTimestampTZ.infinity.isFinite)
    }

    @Test func `a timestamp gives its date and time`() throws {
        let timestamp = try #require(PGTimestamp("1999-12-31 23:59:59.999999"))

        #expect(timestamp.date == PGDate(year: 1999, month: 12, day: 31))
        #expect(timestamp.time.microsecond == 999_999)
        #expect(PGTimestamp(timestamp.date, timestamp.time) == timestamp)
        #expect(PGTimestamp(.infinity, .midnight) == .infinity)
    }

    @Test func `a Date keeps its microseconds`() throws {
        let instant = try #require(PGTimestampTZ("2026-11-21 12:34:56.789012+00"))
        let date = try #require(Date(instant))

        #expect(PGTimestampTZ(date) == instant)
    }

    @Test(arguments: ["infinity", "-infinity"])
    func `a Date refuses an infinity and says what to decode`(text: String) {
        let error = #expect(throws: PGError.self) {
            try decoded(text, .timestamptz, as: Date.self)
        }

        #expect(error?.code == .decodingFailed)
        #expect(error?.hint?.contains("PGTimestampTZ") == true)
    }

    @Test(arguments: [Date.distantFuture, .distantPast])
    func `far dates bind`(date: Date) throws {
        let bytes = try encoded(date, as: .timestamptz).bytes

        #expect(try decoded(bytes, .timestamptz, as: Date.self) == date)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300])
    func `a Date that is no moment is out of range`(interval: Double) {
        let error = #expect(throws: PGError.self) {
            try encoded(Date(timeIntervalSinceReferenceDate: interval), as: .timestamptz)
        }

        #expect(error?.code == .parameterOutOfRange)
    }

    @Test func `a Date does not bind to a timestamp without zone`() {
        let error = #expect(throws: PGError.self) { try encoded(Date.distantPast, as: .timestamp) }

        #expect(error?.code == .parameterMismatch)
    }

    @Test(arguments: ["24:00:00.000001", "23:60:00", "1:00:00", "23:00:00.", "-01:00:00", "23"])
    func `malformed times are refused`(text: String) {
        #expect(PGTime(text) == nil)
    }

    @Test func `codable values are their text`() throws {
        let json = try JSONEncoder().encode([PGDate(year: 2020, month: 1, day: 2)])
        let read = try JSONDecoder().decode([PGDate].self, from: Data(#"["2020-01-02"]"#.utf8))

        #expect(String(decoding: json, as: UTF8.self) == #"["2020-01-02"]"#)
        #expect(read == [PGDate(year: 2020, month: 1, day: 2)])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([PGDate].self, from: Data(#"["2020-02-30"]"#.utf8))
        }
    }
}
