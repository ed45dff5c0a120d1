/// The pieces of the ISO spelling that dates, times and timestamps share.
///
/// See "Date/Time Output" in the PostgreSQL manual; the driver sets `DateStyle` to ISO.
enum DateTimeText {
    static let microsecondsPerDay: Int64 = 86_400_000_000

    static func date(year: Int, month: Int, day: Int) -> String {
        let shown = year > 0 ? year : 1 - year
        return padded(shown, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    /// Renders a time of day or a length of time that is not negative.
    static func time(_ microseconds: Int64) -> String {
        let seconds = Int(microseconds / 1_000_000)
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return time.joined(separator: ":") + fraction(Int(microseconds % 1_000_000))
    }

    /// Renders microseconds after the decimal point, without trailing zeros.
    static func fraction(_ microseconds: Int) -> String {
        guard microseconds > 0 else { return "" }
        var digits = padded(microseconds, 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension TextScanner {
    /// Takes year, month and day; the year is as written, before `BC` is known.
    mutating func calendarDate() -> (year: Int, month: Int, day: Int)? {
        guard let year = number(upTo: 7), take("-"), let month = twoDigits(), take("-"),
            let day = twoDigits()
        else { return nil }
        return (year, month, day)
    }

    /// Takes a time of day as microseconds since midnight; 24:00:00 is the last one.
    mutating func timeOfDay() -> Int64? {
        guard let hour = twoDigits(), hour <= 24, take(":"), let minute = twoDigits(), minute < 60
        else { return nil }
        var total = (hour * 60 + minute) * 60_000_000
        if take(":") {
            guard let second = twoDigits(), second <= 60 else { return nil }
            total += second * 1_000_000
            if take(".") {
                guard let fraction = microseconds() else { return nil }
                total += fraction
            }
        }
        let microseconds = Int64(total)
        return microseconds <= DateTimeText.microsecondsPerDay ? microseconds : nil
    }

    /// Takes `Z` or an offset such as `+05:30` or `-00:19:32`, in seconds east of Greenwich.
    mutating func zoneOffset() -> Int? {
        if take("Z") { return 0 }
        guard let peek, peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") else { return nil }
        let sign = sign()
        guard let hours = twoDigits() else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where take(":") {
            guard let part = twoDigits(), part < 60 else { return nil }
            seconds += part * unit
        }
        return sign * seconds
    }

    /// Takes what may follow a date, and returns the day's number.
    mutating func day(of date: (year: Int, month: Int, day: Int)) -> Int? {
        guard date.year > 0 else { return nil }
        let year = take(" BC") ? 1 - date.year : date.year
        return CivilCalendar.days(year: year, month: date.month, day: date.day)
    }

    /// Takes a timestamp with or without an offset, as microseconds since 2000-01-01.
    mutating func timestamp(withZone: Bool) -> Int64? {
        guard let date = calendarDate(), take(" ") || take("T"), let time = timeOfDay()
        else { return nil }
        var offset = 0
        if withZone {
            guard let zone = zoneOffset() else { return nil }
            offset = zone
        }
        guard let day = day(of: date), isAtEnd else { return nil }
        let (midnight, overflow) = Int64(day)
            .multipliedReportingOverflow(by: DateTimeText.microsecondsPerDay)
        guard !overflow else { return nil }
        let (local, overflow2) = midnight.addingReportingOverflow(time)
        guard !overflow2 else { return nil }
        let (instant, overflow3) = local.subtractingReportingOverflow(Int64(offset) * 1_000_000)
        return overflow3 ? nil : instant
    }
}
