/// A moment in time: the value of a `timestamptz` column.
///
/// It covers everything the server stores: 4713 BC to 294276 AD and both infinities. The
/// server does not keep the zone it was written in. Foundation's `Date` is a shorter spelling that
/// holds no infinity and rounds microseconds far from 2001.
public struct PGTimestampTZ: Hashable, Sendable {
    /// The microseconds since 2000-01-01 00:00:00 UTC; the extremes stand for the infinities.
    public let microsecondsSince2000: Int64

    /// Makes a timestamp from the server's number.
    @inlinable
    public init(microsecondsSince2000: Int64) {
        self.microsecondsSince2000 = microsecondsSince2000
    }

    /// Makes a timestamp from a date and a time in UTC, or `nil` when it is out of range.
    ///
    /// An infinite date makes an infinite timestamp.
    public init?(_ date: PGDate, _ time: PGTime) {
        guard let number = TimestampNumber.make(date, time) else { return nil }
        microsecondsSince2000 = number
    }

    /// Later than all other timestamps.
    public static let infinity = PGTimestampTZ(microsecondsSince2000: .max)

    /// Earlier than all other timestamps.
    public static let negativeInfinity = PGTimestampTZ(microsecondsSince2000: .min)

    /// Whether this is a point in time and not an infinity.
    @inlinable
    public var isFinite: Bool { microsecondsSince2000 != .max && microsecondsSince2000 != .min }

    /// The date in UTC.
    public var date: PGDate { TimestampNumber.date(of: microsecondsSince2000) }

    /// The time of day in UTC; midnight for an infinity.
    public var time: PGTime { TimestampNumber.time(of: microsecondsSince2000) }
}

extension PGTimestampTZ: Comparable {
    /// Whether the left timestamp is earlier.
    @inlinable
    public static func < (left: PGTimestampTZ, right: PGTimestampTZ) -> Bool {
        left.microsecondsSince2000 < right.microsecondsSince2000
    }
}

extension PGTimestampTZ: TextCodable {
    /// Makes a timestamp from its ISO spelling, such as `2020-01-01 12:30:00+05:30` or `infinity`.
    ///
    /// An offset or `Z` is required. A `T` may stand between date and time.
    public init?(_ text: String) {
        guard let number = TimestampNumber.parse(text, withZone: true) else { return nil }
        microsecondsSince2000 = number
    }

    /// The ISO spelling in UTC, as the server writes it.
    public var description: String {
        TimestampNumber.render(microsecondsSince2000, zone: "+00")
    }
}
