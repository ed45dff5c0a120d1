/// A time of day without date and zone: the value of a `time` column.
public struct PGTime: Hashable, Sendable {
    /// The microseconds since midnight, from 0 to the end of the day, 24:00:00.
    public let microseconds: Int64

    /// Makes a time, or `nil` when the number is not within a day.
    public init?(microseconds: Int64) {
        guard (0...DateTimeText.microsecondsPerDay).contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    /// Makes a time from what a clock shows, or `nil` when there is no such time.
    ///
    /// The last is 24:00:00, which the server keeps apart from 00:00:00.
    public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        guard (0...24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000).contains(microsecond)
        else { return nil }
        let seconds = (hour * 60 + minute) * 60 + second
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(microsecond))
    }

    /// The beginning of the day, 00:00:00.
    public static let midnight = PGTime(unchecked: 0)

    private init(unchecked microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The hour, from 0 to 24.
    public var hour: Int { Int(microseconds / 3_600_000_000) }

    /// The minute of the hour.
    public var minute: Int { Int(microseconds / 60_000_000 % 60) }

    /// The second of the minute.
    public var second: Int { Int(microseconds / 1_000_000 % 60) }

    /// The microsecond of the second.
    public var microsecond: Int { Int(microseconds % 1_000_000) }
}

extension PGTime: Comparable {
    /// Whether the left time is earlier.
    public static func < (left: PGTime, right: PGTime) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension PGTime: TextCodable {
    /// Makes a time from its ISO spelling, `04:05:06.789`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard let microseconds = scanner.timeOfDay(), scanner.isAtEnd else { return nil }
        self.init(microseconds: microseconds)
    }

    /// The ISO spelling, as the server writes it.
    public var description: String { DateTimeText.time(microseconds) }
}
