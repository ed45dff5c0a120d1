public import PGCore

/// A value that can be summed up.
public protocol SQLSummable: SQLValue {
    /// What the server answers for the sum of such values, which may be wider than they are.
    associatedtype Sum: SQLValue
}

/// A value that can be averaged.
public protocol SQLAveraged: SQLSummable {
    /// What the server answers for their average.
    associatedtype Average: SQLValue

    /// What the server answers for a value between two of them.
    associatedtype Interpolated: SQLValue & ArrayElement = Double
}

/// A number that SQL can calculate with.
public protocol SQLNumber: SQLAveraged {
    /// What the server answers for functions that yield fractions, such as the square root.
    associatedtype Fraction: SQLValue
}

extension PGInterval: SQLAveraged {
    /// The server answers `interval`.
    public typealias Sum = PGInterval
    /// The server answers `interval`.
    public typealias Average = PGInterval
    /// The server answers `interval`.
    public typealias Interpolated = PGInterval
}

extension PGMoney: SQLSummable {
    /// The server answers `money`.
    public typealias Sum = PGMoney
}

/// A value with bits that operators combine: an integer or a bit string.
public protocol SQLBits: SQLValue {}

extension Int16: SQLBits {}
extension Int32: SQLBits {}
extension Int64: SQLBits {}
extension Int: SQLBits {}
extension PGBitString: SQLBits {}

/// A number, optional or not, with the type of its functions' results, optional alike.
public protocol SQLMathValue: SQLValue {
    /// The fraction of the number's type.
    associatedtype Fractional: SQLValue
}

extension Optional: SQLMathValue where Wrapped: SQLMathValue {
    /// NULL for NULL.
    public typealias Fractional = Wrapped.Fractional?
}
