/// Between PostgreSQL's ranges and Swift's, where both can say the same.
extension PGRange {
    /// Makes `[lower,upper)`.
    public init(_ range: Range<Bound>) {
        self.init(unchecked: .inclusive(range.lowerBound), .exclusive(range.upperBound))
    }

    /// Makes `[lower,upper]`.
    public init(_ range: ClosedRange<Bound>) {
        self.init(unchecked: .inclusive(range.lowerBound), .inclusive(range.upperBound))
    }

    /// Makes `[lower,)`.
    public init(_ range: PartialRangeFrom<Bound>) {
        self.init(unchecked: .inclusive(range.lowerBound), .unbounded)
    }

    /// Makes `(,upper)`.
    public init(_ range: PartialRangeUpTo<Bound>) {
        self.init(unchecked: .unbounded, .exclusive(range.upperBound))
    }

    /// Makes `(,upper]`.
    public init(_ range: PartialRangeThrough<Bound>) {
        self.init(unchecked: .unbounded, .inclusive(range.upperBound))
    }

    /// Makes `(,)`.
    public init(_ range: UnboundedRange) {
        self.init(unchecked: .unbounded, .unbounded)
    }
}

extension Range where Bound: RangeBound {
    /// Makes the same range, or returns `nil` when it is not of the form `[lower,upper)`.
    ///
    /// The empty range is `nil` too: nobody can say where it begins.
    public init?(_ range: PGRange<Bound>) {
        guard case .inclusive(let lower) = range.lower, case .exclusive(let upper) = range.upper,
            lower <= upper
        else { return nil }
        self = lower..<upper
    }

    /// Makes the same range of values that follow one another, whichever ends it includes.
    public init?(_ range: PGRange<Bound>) where Bound: DiscreteRangeBound {
        guard let range = range.canonical, case .inclusive(let lower) = range.lower,
            case .exclusive(let upper) = range.upper
        else { return nil }
        self = lower..<upper
    }
}

extension ClosedRange where Bound: RangeBound {
    /// Makes the same range, or returns `nil` when it is not of the form `[lower,upper]`.
    public init?(_ range: PGRange<Bound>) {
        guard case .inclusive(let lower) = range.lower, case .inclusive(let upper) = range.upper,
            lower <= upper
        else { return nil }
        self = lower...upper
    }

    /// Makes the same range of values that follow one another, whichever ends it includes.
    public init?(_ range: PGRange<Bound>) where Bound: DiscreteRangeBound {
        if case .inclusive(let lower) = range.lower, case .inclusive(let upper) = range.upper,
            lower <= upper
        {
            self = lower...upper
            return
        }
        guard let range = range.canonical, case .inclusive(let lower) = range.lower,
            case .exclusive(let end) = range.upper, let upper = end.predecessor, lower <= upper
        else { return nil }
        self = lower...upper
    }
}

extension PartialRangeFrom where Bound: RangeBound {
    /// Makes the same range, or returns `nil` when it is not of the form `[lower,)`.
    public init?(_ range: PGRange<Bound>) {
        guard !range.isEmpty, case .inclusive(let lower) = range.lower,
            case .unbounded = range.upper
        else { return nil }
        self = lower...
    }
}

extension PartialRangeUpTo where Bound: RangeBound {
    /// Makes the same range, or returns `nil` when it is not of the form `(,upper)`.
    public init?(_ range: PGRange<Bound>) {
        guard !range.isEmpty, case .unbounded = range.lower,
            case .exclusive(let upper) = range.upper
        else { return nil }
        self = ..<upper
    }
}

extension PartialRangeThrough where Bound: RangeBound {
    /// Makes the same range, or returns `nil` when it is not of the form `(,upper]`.
    public init?(_ range: PGRange<Bound>) {
        guard !range.isEmpty, case .unbounded = range.lower,
            case .inclusive(let upper) = range.upper
        else { return nil }
        self = ...upper
    }
}

extension PGRange where Bound: DiscreteRangeBound {
    /// The range as the server writes it: `[lower,upper)`, or empty when it holds nothing.
    ///
    /// `nil` when that needs a value past the last, which the server refuses as well. Infinite dates
    /// stay as they are.
    public var canonical: PGRange? {
        guard !isEmpty else { return self }
        var (lower, upper) = (lower, upper)
        if case .exclusive(let bound) = lower, bound.hasNeighbours {
            guard let next = bound.successor else { return nil }
            lower = .inclusive(next)
        }
        if case .inclusive(let bound) = upper, bound.hasNeighbours {
            guard let next = bound.successor else { return nil }
            upper = .exclusive(next)
        }
        if let first = lower.bound, let end = upper.bound {
            let holdsBoth = lower == .inclusive(first) && upper == .inclusive(end)
            if first > end || (first == end && !holdsBoth) { return .empty }
        }
        return PGRange(unchecked: lower, upper)
    }
}
