/// A range as PostgreSQL knows it: each end included, excluded or open, or no value at all.
///
/// ```swift
/// let booked = PGRange(from: start, to: end)             // [start,end)
/// let rows = try await pool.query("SELECT id FROM stays WHERE during && \(booked)")
/// ```
///
/// The server brings ranges of whole numbers and days into one form, `[1,5)` for `[1,4]`;
/// ``canonical`` does the same here. Ranges are equal when they are written alike.
///
/// See "Range Types" in the PostgreSQL manual.
public struct PGRange<Bound: RangeBound>: Sendable, Hashable {
    /// One end of a range.
    public enum Limit: Sendable, Hashable {
        /// The range has no end on this side.
        case unbounded
        /// The range ends with this value.
        case inclusive(Bound)
        /// The range ends just before, or begins just after, this value.
        case exclusive(Bound)

        /// The value the range ends at, unless it has no end.
        public var bound: Bound? {
            switch self {
            case .unbounded: nil
            case .inclusive(let bound), .exclusive(let bound): bound
            }
        }
    }

    /// Where the range begins; ``Limit/unbounded`` for the empty range.
    public let lower: Limit
    /// Where the range ends; ``Limit/unbounded`` for the empty range.
    public let upper: Limit
    /// Whether the range was made as the one that holds nothing.
    ///
    /// A range such as `(1,1)` holds nothing either; the server makes it the empty one.
    public let isEmpty: Bool

    /// Makes a range, or returns `nil` when it would end before it begins, which the server refuses.
    public init?(_ lower: Limit, _ upper: Limit) {
        if let first = lower.bound, let last = upper.bound, last < first { return nil }
        self.init(unchecked: lower, upper)
    }

    init(unchecked lower: Limit, _ upper: Limit) {
        self.lower = lower
        self.upper = upper
        isEmpty = false
    }

    private init() {
        lower = .unbounded
        upper = .unbounded
        isEmpty = true
    }

    /// The range that holds nothing.
    public static var empty: PGRange { PGRange() }

    /// The range that holds everything.
    public static var unbounded: PGRange { PGRange(unchecked: .unbounded, .unbounded) }

    /// Makes the range that includes its lower bound and excludes its upper one, as is usual.
    ///
    /// `nil` means no end on that side. Returns `nil` when the range would end before it begins.
    public init?(from lower: Bound?, to upper: Bound?) {
        self.init(
            lower.map { .inclusive($0) } ?? .unbounded, upper.map { .exclusive($0) } ?? .unbounded)
    }

    /// Whether the range holds a value.
    public func contains(_ value: Bound) -> Bool {
        guard !isEmpty else { return false }
        let isAbove =
            switch lower {
            case .unbounded: true
            case .inclusive(let bound): value >= bound
            case .exclusive(let bound): value > bound
            }
        guard isAbove else { return false }
        return switch upper {
        case .unbounded: true
        case .inclusive(let bound): value <= bound
        case .exclusive(let bound): value < bound
        }
    }
}

extension PGRange: CustomStringConvertible {
    /// The range's literal, such as `[1,5)`.
    public var description: String { textRepresentation }
}
