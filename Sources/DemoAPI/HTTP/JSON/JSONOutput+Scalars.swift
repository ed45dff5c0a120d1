import Foundation

extension JSONOutput {
    func null() {
        bytes.append(contentsOf: "null".utf8)
    }

    func bool(_ value: Bool) {
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    func integer(_ value: some BinaryInteger) {
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes a number that is finite; a whole one without a fraction.
    func number(_ value: some BinaryFloatingPoint & CustomStringConvertible) {
        let text = value.description
        bytes.append(contentsOf: text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8)
    }

    func string(_ text: String) {
        bytes.append(.quote)
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != .quote && $0 != .backslash }) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { escaped(byte) }
        }
        bytes.append(.quote)
    }

    private func escaped(_ byte: UInt8) {
        switch byte {
        case .quote, .backslash: bytes.append(contentsOf: [.backslash, byte])
        case 0x20...: bytes.append(byte)
        case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
        case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
        default:
            bytes.append(contentsOf: byte < 0x10 ? #"\u000"#.utf8 : #"\u00"#.utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        }
    }

    /// Writes an instant in ISO 8601, in UTC and to the microsecond, which is what the database counts.
    func instant(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        guard let count = Int(exactly: microseconds) else { return null() }
        let (day, time) = Self.divide(count, 86_400_000_000)
        bytes.append(.quote)
        calendarDate(ofDay: day)
        bytes.append(UInt8(ascii: "T"))
        timeOfDay(time)
        bytes.append(contentsOf: #"Z""#.utf8)
    }

    private func timeOfDay(_ microseconds: Int) {
        let seconds = microseconds / 1_000_000
        digits(seconds / 3600, count: 2)
        bytes.append(.colon)
        digits(seconds / 60 % 60, count: 2)
        bytes.append(.colon)
        digits(seconds % 60, count: 2)
        var fraction = microseconds % 1_000_000
        guard fraction > 0 else { return }
        var count = 6
        while fraction % 10 == 0 { (fraction, count) = (fraction / 10, count - 1) }
        bytes.append(UInt8(ascii: "."))
        digits(fraction, count: count)
    }

    /// Writes the date of a day that is counted from 1970, in the Gregorian calendar.
    ///
    /// Years are counted from March: a leap day is then the last of its year, and 400 years always have
    /// 146,097 days.
    private func calendarDate(ofDay day: Int) {
        let (era, dayOfEra) = Self.divide(day + 719_468, 146_097)
        let year = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilYear = 400 * era + year + (month < 10 ? 0 : 1)
        if (0..<10_000).contains(civilYear) {
            digits(civilYear, count: 4)
        } else {
            integer(civilYear)
        }
        bytes.append(UInt8(ascii: "-"))
        digits(month < 10 ? month + 3 : month - 9, count: 2)
        bytes.append(UInt8(ascii: "-"))
        digits(dayOfYear - (153 * month + 2) / 5 + 1, count: 2)
    }

    /// Writes the last digits of a number that is not negative.
    private func digits(_ number: Int, count: Int) {
        var power = 1
        for _ in 1..<count { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
            power /= 10
        }
    }

    /// Divides such that the remainder is not negative.
    private static func divide(_ number: Int, _ divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
