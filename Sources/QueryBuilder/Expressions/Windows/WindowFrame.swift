public import PGCore

/// The part of a window's rows that a function sees from the current row.
///
/// ```swift
/// $0.amount.sum().over(orderBy: $0.day, frame: .rows(from: .preceding(6), to: .currentRow))
/// $0.amount.avg().over(
///     orderBy: $0.day, frame: .range(from: .preceding(by: PGInterval(days: 7)), to: .currentRow))
/// ```
///
/// See "Window Function Calls" in the PostgreSQL manual.
public struct WindowFrame: Sendable {
    /// Where a frame begins or ends.
    public struct Bound: Sendable {
        package let offset: SQLNode?
        package let text: String

        init(_ text: String, _ offset: SQLNode? = nil) {
            self.text = text
            self.offset = offset
        }

        /// The partition's first row.
        public static let unboundedPreceding = Bound("UNBOUNDED PRECEDING")
        /// The current row; for ranges and groups, all rows that sort equal to it.
        public static let currentRow = Bound("CURRENT ROW")
        /// The partition's last row.
        public static let unboundedFollowing = Bound("UNBOUNDED FOLLOWING")

        /// That many rows, or groups of rows that sort equal, before the current row.
        public static func preceding(_ count: Int) -> Bound {
            Bound(" PRECEDING", SQLNode(.parameter(count)))
        }

        /// That many rows, or groups of rows that sort equal, after the current row.
        public static func following(_ count: Int) -> Bound {
            Bound(" FOLLOWING", SQLNode(.parameter(count)))
        }

        /// The rows whose sort key is at most that much before the current row's, for ranges.
        public static func preceding<Distance: SQLValue>(by distance: Distance) -> Bound {
            Bound(" PRECEDING", SQLNode(.cast(SQLNode(.parameter(distance)), Distance.sqlType)))
        }

        /// The rows whose sort key is at most that much after the current row's, for ranges.
        public static func following<Distance: SQLValue>(by distance: Distance) -> Bound {
            Bound(" FOLLOWING", SQLNode(.cast(SQLNode(.parameter(distance)), Distance.sqlType)))
        }
    }

    /// Which rows around the current one are left out of a frame.
    public enum Exclusion: String, Sendable {
        /// The current row.
        case currentRow = "CURRENT ROW"
        /// The current row and all that sort equal to it.
        case group = "GROUP"
        /// All that sort equal to the current row, but not the row itself.
        case ties = "TIES"
        /// Nothing, which is the default.
        case noOthers = "NO OTHERS"
    }

    package let unit: String
    package let start: Bound
    package let end: Bound
    package let exclusion: Exclusion?

    /// A frame counted in rows.
    public static func rows(
        from start: Bound, to end: Bound = .currentRow, excluding exclusion: Exclusion? = nil
    ) -> WindowFrame {
        WindowFrame(unit: "ROWS", start: start, end: end, exclusion: exclusion)
    }

    /// A frame measured by the one sort key's values.
    public static func range(
        from start: Bound, to end: Bound = .currentRow, excluding exclusion: Exclusion? = nil
    ) -> WindowFrame {
        WindowFrame(unit: "RANGE", start: start, end: end, exclusion: exclusion)
    }

    /// A frame counted in groups of rows that sort equal.
    public static func groups(
        from start: Bound, to end: Bound = .currentRow, excluding exclusion: Exclusion? = nil
    ) -> WindowFrame {
        WindowFrame(unit: "GROUPS", start: start, end: end, exclusion: exclusion)
    }
}
