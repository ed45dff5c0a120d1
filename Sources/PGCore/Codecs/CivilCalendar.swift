/// The proleptic Gregorian calendar, counted in days since 2000-01-01.
///
/// Years are astronomical: year 0 is 1 BC. Months are counted from March inside, so that the leap
/// day is the last of its year.
enum CivilCalendar {
    /// The days of 400 years, after which the calendar repeats.
    private static let daysPerEra = 146_097
    /// The days from 0000-03-01 to 2000-01-01.
    private static let epoch = 730_425

    /// Returns the day's number, or `nil` when there is no such day.
    static func days(year: Int, month: Int, day: Int) -> Int? {
        guard (-10_000_000...10_000_000).contains(year), (1...12).contains(month), day >= 1,
            day <= length(ofMonth: month, year: year)
        else { return nil }
        let shifted = month > 2 ? year : year - 1
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * daysPerEra + dayOfEra - epoch
    }

    /// Returns the date of a day, whose number must be within the range of 32 bits.
    static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + epoch
        let era = floorDivide(shifted, daysPerEra)
        let dayOfEra = shifted - era * daysPerEra
        let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Division that rounds down; the divisor is positive.
    static func floorDivide<Value: SignedInteger & FixedWidthInteger>(
        _ value: Value, _ divisor: Value
    ) -> Value {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
