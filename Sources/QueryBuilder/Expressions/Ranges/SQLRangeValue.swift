public import PGCore

/// A range, as ``PGCore/PGRange`` is one.
public protocol SQLRangeValue: SQLValue {
    /// What the range is made of.
    associatedtype Bound: RangeBound
}

/// Several ranges as one value, as ``PGCore/PGMultirange`` is.
public protocol SQLMultirangeValue: SQLValue {
    /// What the ranges are made of.
    associatedtype Bound: RangeBound
}

extension PGRange: SQLRangeValue {}

extension Range: SQLRangeValue where Bound: RangeBound {}

extension ClosedRange: SQLRangeValue where Bound: DiscreteRangeBound {}

extension PGMultirange: SQLMultirangeValue {}
