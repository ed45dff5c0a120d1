/// Dates and times in ISO 8601; the infinities and years before Christ as the server spells them.
extension JSONWriter {
    mutating func date(_ date: PGDate) {
        guard date.isFinite else { return string(date.description) }
        bytes.append(.quote)
        let isBeforeChrist = day(Int(date.daysSince2000))
        if isBeforeChrist { bytes.append(contentsOf: " BC".utf8) }
        bytes.append(.quote)
    }

    mutating func time(_ cell: Cell) throws(PGError) {
        clock(try PGTime(from: cell).microseconds)
    }

    /// Writes a time of day as a string.
    mutating func clock(_ microseconds: Int64) {
        bytes.append(.quote)
        timeOfDay(microseconds)
        bytes.append(.quote)
    }

    /// Writes a number of microseconds since 2000-01-01, in UTC when it has a zone.
    mutating func instant(_ microseconds: Int64, zone: Bool) {
        guard microseconds != .max, microseconds != .min else {
            return string(microseconds > 0 ? "infinity" : "-infinity")
        }
        let day = CivilCalendar.floorDivide(microseconds, DateTimeText.microsecondsPerDay)
        bytes.append(.quote)
        let isBeforeChrist = self.day(Int(day))
        bytes.append(UInt8(ascii: "T"))
        // The product may be below the range, near its end; the difference is not.
        timeOfDay(microseconds &- day &* DateTimeText.microsecondsPerDay)
        if zone { bytes.append(UInt8(ascii: "Z")) }
        if isBeforeChrist { bytes.append(contentsOf: " BC".utf8) }
        bytes.append(.quote)
    }

    /// Writes year, month and day, and returns whether the year is counted before Christ.
    private mutating func day(_ number: Int) -> Bool {
        let date = CivilCalendar.date(ofDay: number)
        let shown = date.year > 0 ? date.year : 1 - date.year
        bytes.append(decimal: UInt64(shown), width: 4)
        bytes.append(.minus)
        bytes.append(decimal: UInt64(date.month), width: 2)
        bytes.append(.minus)
        bytes.append(decimal: UInt64(date.day), width: 2)
        return date.year <= 0
    }

    private mutating func timeOfDay(_ microseconds: Int64) {
        let seconds = UInt64(microseconds.magnitude / 1_000_000)
        bytes.append(decimal: seconds / 3_600, width: 2)
        bytes.append(.colon)
        bytes.append(decimal: seconds / 60 % 60, width: 2)
        bytes.append(.colon)
        bytes.append(decimal: seconds % 60, width: 2)
        let fraction = microseconds.magnitude % 1_000_000
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(decimal: fraction, width: 6)
        while bytes.last == .zero { bytes.removeLast() }
    }
}
