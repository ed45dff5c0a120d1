/// Reading the spellings of intervals.
///
/// See "Interval Output" in the PostgreSQL manual.
enum IntervalText {
    static func parse(_ text: String) -> PGInterval? {
        switch text {
        case "infinity": return .infinity
        case "-infinity": return .negativeInfinity
        default: break
        }
        var scanner = TextScanner(text)
        var sum = Sum()
        let isISO = scanner.take("P")
        guard isISO ? iso8601(&scanner, &sum) : postgres(&scanner, &sum) else { return nil }
        return sum.interval
    }

    /// Renders a length of time whose hours may be many.
    static func clock(_ microseconds: UInt64) -> String {
        // A quarter of the range of 64 bits at most is left after the division: it fits in Int.
        DateTimeText.padded(Int(microseconds / 3_600_000_000), 2)
            + DateTimeText.time(Int64(microseconds % 3_600_000_000)).dropFirst(2)
    }

    /// The parts read so far; adding reports overflow instead of trapping.
    private struct Sum {
        var months = 0
        var days = 0
        var microseconds = 0

        mutating func add(
            _ count: Int, times factor: Int, to part: WritableKeyPath<Sum, Int>
        ) -> Bool {
            let (product, overflow) = count.multipliedReportingOverflow(by: factor)
            let (sum, overflow2) = self[keyPath: part].addingReportingOverflow(product)
            self[keyPath: part] = sum
            return !overflow && !overflow2
        }

        mutating func negate() -> Bool {
            guard months != .min, days != .min, microseconds != .min else { return false }
            (months, days, microseconds) = (-months, -days, -microseconds)
            return true
        }

        var interval: PGInterval? {
            guard let months = Int32(exactly: months), let days = Int32(exactly: days) else {
                return nil
            }
            return PGInterval(months: months, days: days, microseconds: Int64(microseconds))
        }

        /// Adds a count of a unit; only seconds may have a fraction.
        mutating func add(_ sign: Int, _ count: Int, fraction: Int?, unit: String) -> Bool {
            switch unit {
            case "sec", "secs", "second", "seconds", "S":
                return add(sign * count, times: 1_000_000, to: \.microseconds)
                    && add(sign, times: fraction ?? 0, to: \.microseconds)
            case _ where fraction != nil: return false
            case "year", "years", "Y": return add(sign * count, times: 12, to: \.months)
            case "mon", "mons", "month", "months": return add(sign * count, times: 1, to: \.months)
            case "week", "weeks", "W": return add(sign * count, times: 7, to: \.days)
            case "day", "days", "D": return add(sign * count, times: 1, to: \.days)
            case "hour", "hours", "H":
                return add(sign * count, times: 3_600_000_000, to: \.microseconds)
            case "min", "mins", "minute", "minutes":
                return add(sign * count, times: 60_000_000, to: \.microseconds)
            default: return false
            }
        }
    }

    /// Reads what follows the `P`.
    private static func iso8601(_ scanner: inout TextScanner, _ sum: inout Sum) -> Bool {
        var isTime = false
        var parts = 0
        while !scanner.isAtEnd {
            if !isTime, scanner.take("T") { isTime = true }
            let sign = scanner.sign()
            guard let count = scanner.number() else { return false }
            var fraction: Int?
            if scanner.take(".") {
                guard let digits = scanner.microseconds() else { return false }
                fraction = digits
            }
            guard let unit = isoUnit(&scanner, isTime: isTime),
                sum.add(sign, count, fraction: fraction, unit: unit)
            else { return false }
            parts += 1
        }
        return parts > 0
    }

    private static func isoUnit(_ scanner: inout TextScanner, isTime: Bool) -> String? {
        for unit in isTime ? ["H", "M", "S"] : ["Y", "M", "W", "D"] where scanner.take(unit) {
            return unit == "M" ? (isTime ? "min" : "mon") : unit
        }
        return nil
    }

    private static func postgres(_ scanner: inout TextScanner, _ sum: inout Sum) -> Bool {
        _ = scanner.take("@ ")
        var parts = 0
        while !scanner.isAtEnd {
            if parts > 0, !scanner.take(" ") { return false }
            if parts > 0, scanner.take("ago") { return scanner.isAtEnd && sum.negate() }
            let sign = scanner.sign()
            guard let count = scanner.number(), part(sign, count, &scanner, &sum) else {
                return false
            }
            parts += 1
        }
        return parts > 0
    }

    /// Reads what follows a count: a unit, or the rest of a clock time.
    private static func part(
        _ sign: Int, _ count: Int, _ scanner: inout TextScanner, _ sum: inout Sum
    ) -> Bool {
        if scanner.take(":") { return clock(sign, count, &scanner, &sum) }
        var fraction: Int?
        if scanner.take(".") {
            guard let digits = scanner.microseconds() else { return false }
            fraction = digits
        }
        if scanner.isAtEnd, fraction == nil { return count == 0 }
        return scanner.take(" ") && sum.add(sign, count, fraction: fraction, unit: scanner.word())
    }

    private static func clock(
        _ sign: Int, _ hours: Int, _ scanner: inout TextScanner, _ sum: inout Sum
    ) -> Bool {
        guard let minutes = scanner.twoDigits(), minutes < 60,
            sum.add(sign, hours, fraction: nil, unit: "hour"),
            sum.add(sign, minutes, fraction: nil, unit: "min")
        else { return false }
        guard scanner.take(":") else { return true }
        guard let seconds = scanner.twoDigits(), seconds < 60 else { return false }
        var fraction = 0
        if scanner.take(".") {
            guard let digits = scanner.microseconds() else { return false }
            fraction = digits
        }
        return sum.add(sign, seconds, fraction: fraction, unit: "sec")
    }
}
