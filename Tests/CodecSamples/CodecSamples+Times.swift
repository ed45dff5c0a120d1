#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import PGCore

extension CodecSample {
    /// `date`, from one end to the other.
    public static let dates: [CodecSample] = [
        CodecSample(PGDate.infinity, "date", .date, text: "infinity", hex: "7fffffff"),
        CodecSample(PGDate.negativeInfinity, "date", .date, text: "-infinity", hex: "80000000"),
        CodecSample(date(2_000, 1, 1), "date", .date, text: "2000-01-01", hex: "00000000"),
        CodecSample(date(1_999, 12, 31), "date", .date, text: "1999-12-31", hex: "ffffffff"),
        CodecSample(date(2_020, 2, 29), "date", .date, text: "2020-02-29", hex: "00001cc4"),
        CodecSample(date(1_900, 2, 28), "date", .date, text: "1900-02-28", hex: "ffff718e"),
        CodecSample(date(1_900, 3, 1), "date", .date, text: "1900-03-01", hex: "ffff718f"),
        CodecSample(date(1, 1, 1), "date", .date, text: "0001-01-01", hex: "fff4dbf9"),
        CodecSample(date(0, 12, 31), "date", .date, text: "0001-12-31 BC", hex: "fff4dbf8"),
        CodecSample(date(-43, 3, 15), "date", .date, text: "0044-03-15 BC", hex: "fff49d7b"),
        CodecSample(date(-4_712, 1, 1), "date", .date, text: "4713-01-01 BC", hex: "ffda97cd"),
        CodecSample(date(5_874_897, 12, 31), "date", .date, text: "5874897-12-31", hex: "7fda970c"),
        CodecSample(date(10_000, 1, 1), "date", .date, text: "10000-01-01", hex: "002c95d4"),
        CodecSample(date(1_970, 1, 1), "date", .date, text: "1970-01-01", hex: "ffffd533"),
    ]

    /// `time`.
    public static let times: [CodecSample] = [
        CodecSample(time(0, 0, 0, 0), "time", .time, text: "00:00:00", hex: "0000000000000000"),
        CodecSample(
            time(23, 59, 59, 999_999), "time", .time, text: "23:59:59.999999",
            hex: "000000141dd75fff"),
        CodecSample(time(24, 0, 0, 0), "time", .time, text: "24:00:00", hex: "000000141dd76000"),
        CodecSample(
            time(4, 5, 6, 789_000), "time", .time, text: "04:05:06.789", hex: "000000036c97ca88"),
        CodecSample(
            time(12, 0, 0, 1), "time", .time, text: "12:00:00.000001", hex: "0000000a0eebb001"),
    ]

    /// `timestamp` and `timestamptz`, from one end to the other.
    public static let timestamps: [CodecSample] = [
        CodecSample(
            PGTimestamp.infinity, "timestamp", .timestamp, text: "infinity", hex: "7fffffffffffffff"
        ),
        CodecSample(
            PGTimestamp.negativeInfinity, "timestamp", .timestamp, text: "-infinity",
            hex: "8000000000000000"),
        CodecSample(
            PGTimestampTZ.infinity, "timestamptz", .timestamptz, text: "infinity",
            hex: "7fffffffffffffff"),
        CodecSample(
            PGTimestampTZ.negativeInfinity, "timestamptz", .timestamptz, text: "-infinity",
            hex: "8000000000000000"),
        CodecSample(
            timestamp(date(2_000, 1, 1), time(0, 0, 0, 0)), "timestamp", .timestamp,
            text: "2000-01-01 00:00:00", hex: "0000000000000000"),
        CodecSample(
            instant(date(2_000, 1, 1), time(0, 0, 0, 0)), "timestamptz", .timestamptz,
            text: "2000-01-01 00:00:00+00", hex: "0000000000000000"),
        CodecSample(
            timestamp(date(1_999, 12, 31), time(23, 59, 59, 999_999)), "timestamp", .timestamp,
            text: "1999-12-31 23:59:59.999999", hex: "ffffffffffffffff"),
        CodecSample(
            instant(date(1_999, 12, 31), time(23, 59, 59, 999_999)), "timestamptz", .timestamptz,
            text: "1999-12-31 23:59:59.999999+00", hex: "ffffffffffffffff"),
        CodecSample(
            timestamp(date(2_024, 2, 29), time(12, 30, 0, 500_000)), "timestamp", .timestamp,
            text: "2024-02-29 12:30:00.5", hex: "0002b5832fc98320"),
        CodecSample(
            instant(date(2_024, 2, 29), time(12, 30, 0, 500_000)), "timestamptz", .timestamptz,
            text: "2024-02-29 12:30:00.5+00", hex: "0002b5832fc98320"),
        CodecSample(
            timestamp(date(-43, 3, 15), time(12, 0, 0, 0)), "timestamp", .timestamp,
            text: "0044-03-15 12:00:00 BC", hex: "ff1af9e8fb46d000"),
        CodecSample(
            instant(date(-43, 3, 15), time(12, 0, 0, 0)), "timestamptz", .timestamptz,
            text: "0044-03-15 12:00:00+00 BC", hex: "ff1af9e8fb46d000"),
        CodecSample(
            timestamp(date(294_276, 12, 31), time(23, 59, 59, 999_999)), "timestamp", .timestamp,
            text: "294276-12-31 23:59:59.999999", hex: "7fffff5bb3b29fff"),
        CodecSample(
            instant(date(294_276, 12, 31), time(23, 59, 59, 999_999)), "timestamptz", .timestamptz,
            text: "294276-12-31 23:59:59.999999+00", hex: "7fffff5bb3b29fff"),
        CodecSample(
            timestamp(date(-4_712, 1, 1), time(0, 0, 0, 0)), "timestamp", .timestamp,
            text: "4713-01-01 00:00:00 BC", hex: "fd0f7fbdaf17e000"),
        CodecSample(
            instant(date(-4_712, 1, 1), time(0, 0, 0, 0)), "timestamptz", .timestamptz,
            text: "4713-01-01 00:00:00+00 BC", hex: "fd0f7fbdaf17e000"),
        CodecSample(
            timestamp(date(12_345, 6, 7), time(8, 9, 10, 0)), "timestamp", .timestamp,
            text: "12345-06-07 08:09:10", hex: "0487db00297a1580"),
        CodecSample(
            instant(date(12_345, 6, 7), time(8, 9, 10, 0)), "timestamptz", .timestamptz,
            text: "12345-06-07 08:09:10+00", hex: "0487db00297a1580"),
        CodecSample(
            Date(timeIntervalSinceReferenceDate: 0), "timestamptz", .timestamptz,
            text: "2001-01-01 00:00:00+00", hex: "00001cc2a9eb4000"),
        CodecSample(
            Date(timeIntervalSinceReferenceDate: -0.25), "timestamptz", .timestamptz,
            text: "2000-12-31 23:59:59.75+00", hex: "00001cc2a9e76f70"),
        CodecSample(
            Date(timeIntervalSince1970: 1_700_000_000.123456), "timestamptz", .timestamptz,
            text: "2023-11-14 22:13:20.123456+00", hex: "0002ad22dce84240"),
    ]

    /// `interval`, with parts of either sign.
    public static let intervals: [CodecSample] = [
        CodecSample(
            PGInterval(months: 0, days: 0, microseconds: 0), "interval", .interval,
            text: "00:00:00", hex: "00000000000000000000000000000000"),
        CodecSample(
            PGInterval(months: 14, days: -3, microseconds: 14_706_789_000), "interval", .interval,
            text: "1 year 2 mons -3 days +04:05:06.789", hex: "000000036c97ca88fffffffd0000000e"),
        CodecSample(
            PGInterval(months: -14, days: 3, microseconds: -14_706_789_000), "interval", .interval,
            text: "-1 years -2 mons +3 days -04:05:06.789", hex: "fffffffc9368357800000003fffffff2"),
        CodecSample(
            PGInterval(months: 1, days: 0, microseconds: 0), "interval", .interval, text: "1 mon",
            hex: "00000000000000000000000000000001"),
        CodecSample(
            PGInterval(months: -1, days: 0, microseconds: 0), "interval", .interval,
            text: "-1 mons", hex: "000000000000000000000000ffffffff"),
        CodecSample(
            PGInterval(months: 0, days: 1, microseconds: 0), "interval", .interval, text: "1 day",
            hex: "00000000000000000000000100000000"),
        CodecSample(
            PGInterval(months: 0, days: 0, microseconds: 1), "interval", .interval,
            text: "00:00:00.000001", hex: "00000000000000010000000000000000"),
        CodecSample(
            PGInterval(months: 0, days: 0, microseconds: -1), "interval", .interval,
            text: "-00:00:00.000001", hex: "ffffffffffffffff0000000000000000"),
        CodecSample(
            PGInterval(months: 12, days: 0, microseconds: 0), "interval", .interval, text: "1 year",
            hex: "0000000000000000000000000000000c"),
        CodecSample(
            PGInterval(months: -12, days: 1, microseconds: 1_000_000), "interval", .interval,
            text: "-1 years +1 day 00:00:01", hex: "00000000000f424000000001fffffff4"),
        CodecSample(
            PGInterval(months: 0, days: 0, microseconds: 360_000_000_000_000), "interval",
            .interval, text: "100000:00:00", hex: "0001476b081e80000000000000000000"),
        CodecSample(
            PGInterval(
                months: 2_147_483_647, days: 2_147_483_647, microseconds: 9_223_372_036_854_775_807),
            "interval", .interval,
            text: "178956970 years 7 mons 2147483647 days 2562047788:00:54.775807",
            hex: "7fffffffffffffff7fffffff7fffffff"),
        CodecSample(
            PGInterval(
                months: -2_147_483_647, days: -2_147_483_648,
                microseconds: -9_223_372_036_854_775_807), "interval", .interval,
            text: "-178956970 years -7 mons -2147483648 days -2562047788:00:54.775807",
            hex: "80000000000000018000000080000001"),
        CodecSample(
            PGInterval(months: 11, days: 0, microseconds: 0), "interval", .interval,
            text: "11 mons", hex: "0000000000000000000000000000000b"),
        CodecSample(
            PGInterval(months: 0, days: -1, microseconds: 1_000_000), "interval", .interval,
            text: "-1 days +00:00:01", hex: "00000000000f4240ffffffff00000000"),
    ]
}
