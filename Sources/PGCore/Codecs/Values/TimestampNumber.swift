/// What timestamps with and without zone share: microseconds since 2000-01-01 00:00:00.
///
/// The extremes of the number stand for the infinities.
enum TimestampNumber {
    /// The number of a date and a time, or `nil` when it is out of range.
    static func make(_ date: PGDate, _ time: PGTime) -> Int64? {
        guard date.isFinite else { return date == .infinity ? .max : .min }
        let (midnight, overflow) = Int64(date.daysSince2000)
            .multipliedReportingOverflow(by: DateTimeText.microsecondsPerDay)
        guard !overflow else { return nil }
        let (sum, overflow2) = midnight.addingReportingOverflow(time.microseconds)
        return overflow2 || isInfinite(sum) ? nil : sum
    }

    static func isInfinite(_ number: Int64) -> Bool { number == .max || number == .min }

    static func date(of number: Int64) -> PGDate {
        if number == .max { return .infinity }
        if number == .min { return .negativeInfinity }
        let day = CivilCalendar.floorDivide(number, DateTimeText.microsecondsPerDay)
        // 64 bits of microseconds are 107 million days: they fit in 32 bits.
        return PGDate(daysSince2000: Int32(truncatingIfNeeded: day))
    }

    static func time(of number: Int64) -> PGTime {
        guard !isInfinite(number) else { return .midnight }
        // The remainder is computed by itself: day * microsecondsPerDay can overflow.
        let remainder = number % DateTimeText.microsecondsPerDay
        let time = remainder < 0 ? remainder + DateTimeText.microsecondsPerDay : remainder
        return PGTime(microseconds: time) ?? .midnight
    }

    /// Renders the ISO spelling, with `zone` between the time and the era.
    static func render(_ number: Int64, zone: String) -> String {
        let date = date(of: number)
        guard date.isFinite else { return date.description }
        let text = DateTimeText.date(year: date.year, month: date.month, day: date.day)
        return text + " " + DateTimeText.time(time(of: number).microseconds) + zone
            + (date.year > 0 ? "" : " BC")
    }

    static func parse(_ text: String, withZone: Bool) -> Int64? {
        switch text {
        case "infinity": return .max
        case "-infinity": return .min
        default:
            var scanner = TextScanner(text)
            return scanner.timestamp(withZone: withZone)
        }
    }
}
