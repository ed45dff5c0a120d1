public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// What the server answers: `sum` of smallint and integer is bigint, of bigint numeric; `avg` of
// integers is numeric, of real double precision.

extension Int16: SQLNumber {
    /// The server answers `bigint`.
    public typealias Sum = Int
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
    /// The server answers `double precision`.
    public typealias Fraction = Double
}

extension Int32: SQLNumber {
    /// The server answers `bigint`.
    public typealias Sum = Int
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
    /// The server answers `double precision`.
    public typealias Fraction = Double
}

extension Int64: SQLNumber {
    /// The server answers `numeric`.
    public typealias Sum = PGNumeric
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
    /// The server answers `double precision`.
    public typealias Fraction = Double
}

extension Int: SQLNumber {
    /// The server answers `numeric`.
    public typealias Sum = PGNumeric
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
    /// The server answers `double precision`.
    public typealias Fraction = Double
}

extension Float: SQLNumber {
    /// The server answers `real`.
    public typealias Sum = Float
    /// The server answers `double precision`.
    public typealias Average = Double
    /// The server answers `double precision`.
    public typealias Fraction = Double
}

extension Double: SQLNumber {
    /// The server answers `double precision`.
    public typealias Sum = Double
    /// The server answers `double precision`.
    public typealias Average = Double
    /// The server answers `double precision`.
    public typealias Fraction = Double
}

extension PGNumeric: SQLNumber {
    /// The server answers `numeric`.
    public typealias Sum = PGNumeric
    /// The server answers `numeric`.
    public typealias Average = PGNumeric
    /// The server answers `numeric`.
    public typealias Fraction = PGNumeric
}

extension Decimal: SQLNumber {
    /// The server answers `numeric`.
    public typealias Sum = Decimal
    /// The server answers `numeric`.
    public typealias Average = Decimal
    /// The server answers `numeric`.
    public typealias Fraction = Decimal
}

extension Int16: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = Double
}

extension Int32: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = Double
}

extension Int64: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = Double
}

extension Int: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = Double
}

extension Float: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = Double
}

extension Double: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = Double
}

extension PGNumeric: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = PGNumeric
}

extension Decimal: SQLMathValue {
    /// The same as of its functions.
    public typealias Fractional = Decimal
}
