/// A date and a time of day without a zone: the value of a `timestamp` column.
///
/// It covers everything the server stores: 4713 BC to 294276 AD and both infinities. It is
/// what a calendar and a clock show somewhere; use ``PGTimestampTZ`` for a moment in time.
public struct PGTimestamp: Hashable, Sendable {
    /// The microseconds since 2000-01-01 00:00:00; the extremes stand for the infinities.
    public let microsecondsSince2000: Int64

    /// Makes a timestamp from the server's number.
    @inlinable
    public init(microsecondsSince2000: Int64) {
        self.microsecondsSince2000 = microsecondsSince2000
    }

    /// Makes a timestamp from a date and a time, or `nil` when it is out of range.
    ///
    /// An infinite date makes an infinite timestamp.
    public init?(_ date: PGDate, _ time: PGTime) {
        guard let number = TimestampNumber.make(date, time) else { return nil }
        microsecondsSince2000 = number
    }

    /// Later than all other timestamps.
    public static let infinity = PGTimestamp(microsecondsSince2000: .max)

    /// Earlier than all other timestamps.
    public static let negativeInfinity = PGTimestamp(microsecondsSince2000: .min)

    /// Whether this is a point in time and not an infinity.
    public var isFinite: Bool { microsecondsSince2000 != .max && microsecondsSince2000 != .min }

    /// The date.
    public var date: PGDate { TimestampNumber.date(of: microsecondsSince2000) }

    /// The time of day; midnight for an infinity.
    public var time: PGTime { TimestampNumber.time(of: microsecondsSince2000) }
}

extension PGTimestamp: Comparable {
    /// Whether the left timestamp is earlier.
    @inlinable
    public static func < (left: PGTimestamp, right: PGTimestamp) -> Bool {
        left.microsecondsSince2000 < right.microsecondsSince2000
    }
}

extension PGTimestamp: TextCodable {
    /// Makes a timestamp from its ISO spelling, such as `2020-01-01 12:30:00.5` or `infinity`.
    ///
    /// A `T` may stand between date and time.
    public init?(_ text: String) {
        guard let number = TimestampNumber.parse(text, withZone: false) else { return nil }
        microsecondsSince2000 = number
    }

    /// The ISO spelling, as the server writes it.
    public var description: String {
        TimestampNumber.render(microsecondsSince2000, zone: "")
    }
}
