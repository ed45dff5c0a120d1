/// A day of the calendar, without time and zone: the value of a `date` column.
///
/// It covers everything the server stores: 4713 BC to 5874897 AD and both infinities.
public struct PGDate: Hashable, Sendable {
    /// The number of days since 2000-01-01; the extremes stand for the infinities.
    public let daysSince2000: Int32

    /// Makes a date from the server's number.
    @inlinable
    public init(daysSince2000: Int32) {
        self.daysSince2000 = daysSince2000
    }

    /// Makes a date of the proleptic Gregorian calendar, or `nil` when there is no such day.
    ///
    /// The year is astronomical: 0 is 1 BC and -43 is 44 BC.
    public init?(year: Int, month: Int, day: Int) {
        guard let days = CivilCalendar.days(year: year, month: month, day: day) else { return nil }
        self.init(days)
    }

    init?(_ days: Int) {
        guard let days = Int32(exactly: days), days != .min, days != .max else { return nil }
        daysSince2000 = days
    }

    /// Later than all other dates.
    public static let infinity = PGDate(daysSince2000: .max)

    /// Earlier than all other dates.
    public static let negativeInfinity = PGDate(daysSince2000: .min)

    /// Whether this is a day of the calendar and not an infinity.
    public var isFinite: Bool { self != .infinity && self != .negativeInfinity }

    /// The astronomical year: 0 is 1 BC; without meaning for an infinity.
    public var year: Int { civil.year }

    /// The month, from 1; without meaning for an infinity.
    public var month: Int { civil.month }

    /// The day of the month, from 1; without meaning for an infinity.
    public var day: Int { civil.day }

    private var civil: (year: Int, month: Int, day: Int) {
        CivilCalendar.date(ofDay: Int(daysSince2000))
    }

    /// Returns the date that many days later, or `nil` past the ends; an infinity stays as it is.
    public func adding(days: Int) -> PGDate? {
        guard isFinite else { return self }
        let (sum, overflow) = Int(daysSince2000).addingReportingOverflow(days)
        return overflow ? nil : PGDate(sum)
    }
}

extension PGDate: Comparable {
    /// Whether the left date is earlier.
    @inlinable
    public static func < (left: PGDate, right: PGDate) -> Bool {
        left.daysSince2000 < right.daysSince2000
    }
}

extension PGDate: TextCodable {
    /// Makes a date from its ISO spelling, `2020-02-29`, `0044-03-15 BC` or `infinity`.
    public init?(_ text: String) {
        switch text {
        case "infinity": self = .infinity
        case "-infinity": self = .negativeInfinity
        default:
            var scanner = TextScanner(text)
            guard let date = scanner.calendarDate(), let days = scanner.day(of: date),
                scanner.isAtEnd
            else { return nil }
            self.init(days)
        }
    }

    /// The ISO spelling, as the server writes it.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let date = civil
        return DateTimeText.date(year: date.year, month: date.month, day: date.day)
            + (date.year > 0 ? "" : " BC")
    }
}
