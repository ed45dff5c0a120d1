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
        guard date.isFinite else {
            self = date == .infinity ? .infinity : .negativeInfinity
            return
        }
        let (midnight, overflow) = Int64(date.daysSince2000)
            .multipliedReportingOverflow(by: DateTimeText.microsecondsPerDay)
        guard !overflow else { return nil }
        let (sum, overflow2) = midnight.addingReportingOverflow(time.microseconds)
        guard !overflow2, sum != .min, sum != .max else { return nil }
        microsecondsSince2000 = sum
    }

    /// Later than all other timestamps.
    public static let infinity = PGTimestampTZ(microsecondsSince2000: .max)

    /// Earlier than all other timestamps.
    public static let negativeInfinity = PGTimestampTZ(microsecondsSince2000: .min)

    /// Whether this is a point in time and not an infinity.
    @inlinable
    public var isFinite: Bool { microsecondsSince2000 != .max && microsecondsSince2000 != .min }

    /// The date in UTC.
    public var date: PGDate {
        if self == .infinity { return .infinity }
        if self == .negativeInfinity { return .negativeInfinity }
        // 64 bits of microseconds are 107 million days: they fit in 32 bits.
        return PGDate(daysSince2000: Int32(truncatingIfNeeded: parts.day))
    }

    /// The time of day in UTC; midnight for an infinity.
    public var time: PGTime {
        guard isFinite, let time = PGTime(microseconds: parts.time) else { return .midnight }
        return time
    }

    private var parts: (day: Int64, time: Int64) {
        let day = CivilCalendar.floorDivide(
            microsecondsSince2000, DateTimeText.microsecondsPerDay)
        // The remainder is computed by itself: day * microsecondsPerDay can overflow.
        let remainder = microsecondsSince2000 % DateTimeText.microsecondsPerDay
        return (day, remainder < 0 ? remainder + DateTimeText.microsecondsPerDay : remainder)
    }
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
        switch text {
        case "infinity": self = .infinity
        case "-infinity": self = .negativeInfinity
        default:
            var scanner = TextScanner(text)
            guard let microseconds = scanner.timestamp(withZone: true) else { return nil }
            self.init(microsecondsSince2000: microseconds)
        }
    }

    /// The ISO spelling in UTC, as the server writes it.
    public var description: String {
        guard isFinite else { return date.description }
        let date = date
        let text = DateTimeText.date(year: date.year, month: date.month, day: date.day)
        return text + " " + DateTimeText.time(time.microseconds) + "+00"
            + (date.year > 0 ? "" : " BC")
    }
}
