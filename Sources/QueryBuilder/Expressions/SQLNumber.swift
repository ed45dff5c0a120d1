public import PGCore

/// A number that SQL can calculate with.
public protocol SQLNumber: SQLValue {
    /// What the server answers for the sum of such numbers, which may be wider than they are.
    associatedtype Sum: SQLValue

    /// What the server answers for their average.
    associatedtype Average: SQLValue

    /// What the server answers for functions that yield fractions, such as the square root.
    associatedtype Fraction: SQLValue
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
