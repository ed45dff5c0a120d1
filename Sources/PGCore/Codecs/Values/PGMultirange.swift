/// Several ranges as one value, as PostgreSQL 14 and later know them.
///
/// The server sorts the ranges, joins those that touch, and drops empty ones; what comes from it is in
/// that form. Here they stay as they were given.
///
/// See "Built-in Range and Multirange Types" in the PostgreSQL manual.
public struct PGMultirange<Bound: RangeBound>: Sendable, Hashable {
    /// The ranges.
    public var ranges: [PGRange<Bound>]

    /// Makes a multirange of these ranges.
    public init(_ ranges: some Sequence<PGRange<Bound>>) {
        self.ranges = Array(ranges)
    }

    /// Whether one of the ranges holds a value.
    public func contains(_ value: Bound) -> Bool {
        ranges.contains { $0.contains(value) }
    }
}

extension PGMultirange: ExpressibleByArrayLiteral {
    /// Makes a multirange of these ranges.
    public init(arrayLiteral elements: PGRange<Bound>...) {
        self.init(elements)
    }
}

extension PGMultirange: RandomAccessCollection {
    /// The first range's index.
    public var startIndex: Int { ranges.startIndex }
    /// The index after the last range's.
    public var endIndex: Int { ranges.endIndex }
    /// Returns a range.
    public subscript(index: Int) -> PGRange<Bound> { ranges[index] }
}

extension PGMultirange: CustomStringConvertible {
    /// The multirange's literal, such as `{[1,3),[5,7)}`.
    public var description: String { textRepresentation }
}
