/// A length of time as the calendar counts it: the value of an `interval` column.
///
/// Months, days and microseconds are kept apart, as the server keeps them, because a month has no
/// fixed number of days and a day no fixed number of hours. Two intervals are equal when all three
/// are: unlike the server's `=`, `30 days` and `1 mon` differ.
public struct PGInterval: Hashable, Sendable {
    /// The months, years included.
    public var months: Int32

    /// The days, weeks included.
    public var days: Int32

    /// The time that is counted by the clock.
    public var microseconds: Int64

    /// Makes an interval from its three parts, each of which may be negative.
    @inlinable
    public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// Makes an interval from a duration, rounded towards zero to microseconds.
    ///
    /// It is `nil` for a duration of more than 292 thousand years.
    public init?(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow2) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        guard !overflow, !overflow2 else { return nil }
        self.init(microseconds: sum)
    }

    /// The duration, or `nil` when there are months or days, whose length depends on the calendar.
    public var duration: Duration? {
        months == 0 && days == 0 ? .microseconds(microseconds) : nil
    }
}

extension PGInterval: TextCodable {
    /// Makes an interval from the server's spelling or from ISO 8601.
    ///
    /// Understood are the `postgres` style (`1 year 2 mons -3 days +04:05:06.789`), the
    /// `postgres_verbose` style and ISO 8601 (`P1Y2M-3DT4H5M6.789S`).
    public init?(_ text: String) {
        guard let interval = IntervalText.parse(text) else { return nil }
        self = interval
    }

    /// The server's `postgres` style, which is its default.
    public var description: String {
        var text = ""
        var previousIsNegative = false
        func append(_ count: Int32, _ unit: String) {
            guard count != 0 else { return }
            if !text.isEmpty { text += " " }
            // After a negative part the server marks a positive one, so that its sign is seen.
            if previousIsNegative, count > 0 { text += "+" }
            text += "\(count) \(unit)" + (count == 1 ? "" : "s")
            previousIsNegative = count < 0
        }
        append(months / 12, "year")
        append(months % 12, "mon")
        append(days, "day")
        guard microseconds != 0 || text.isEmpty else { return text }
        if !text.isEmpty { text += " " }
        text += microseconds < 0 ? "-" : previousIsNegative ? "+" : ""
        return text + IntervalText.clock(microseconds.magnitude)
    }

    /// The ISO 8601 spelling, as the server's `iso_8601` style writes it.
    public var iso8601: String {
        func part<Count: SignedInteger>(_ count: Count, _ unit: String) -> String {
            count == 0 ? "" : "\(count)\(unit)"
        }
        let date = part(months / 12, "Y") + part(months % 12, "M") + part(days, "D")
        let seconds = microseconds / 1_000_000
        var time = part(seconds / 3_600, "H") + part(seconds / 60 % 60, "M")
        let rest = microseconds % 60_000_000
        if rest != 0 {
            time += (rest < 0 ? "-" : "") + String(rest.magnitude / 1_000_000)
            time += DateTimeText.fraction(Int(rest.magnitude % 1_000_000)) + "S"
        }
        if date.isEmpty, time.isEmpty { return "PT0S" }
        return "P" + date + (time.isEmpty ? "" : "T" + time)
    }
}

extension PGInterval {
    /// Longer than every other interval: `infinity`, which servers have since version 17.
    ///
    /// It is the longest value that can be stored; older servers take it for just that.
    public static let infinity = PGInterval(months: .max, days: .max, microseconds: .max)

    /// Shorter than every other interval: `-infinity`, which servers have since version 17.
    public static let negativeInfinity = PGInterval(months: .min, days: .min, microseconds: .min)
}
