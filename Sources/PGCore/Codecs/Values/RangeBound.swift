#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value that ranges may have as a bound.
///
/// To use a range type of your own over a Swift type that is no bound yet, conform it:
///
/// ```swift
/// extension UUID: RangeBound {
///     public static var rangeType: SQLType { "uuidrange" }
/// }
/// ```
public protocol RangeBound: SQLValue, Comparable, Hashable {
    /// The SQL type of a range of these values.
    static var rangeType: SQLType { get }

    /// The SQL type of a multirange of these values.
    static var multirangeType: SQLType { get }
}

extension RangeBound {
    /// The name the server gives by itself: that of the range type with `multirange` for `range`.
    ///
    /// See "CREATE TYPE" in the PostgreSQL manual.
    public static var multirangeType: SQLType {
        let name = rangeType.rawValue
        guard let place = name.utf8.indices.last(where: { name[$0...].hasPrefix("range") }) else {
            return SQLType(rawValue: name + "_multirange")
        }
        return SQLType(rawValue: name[..<place] + "multi" + name[place...])
    }
}

/// A bound whose values follow one another, so that `[1,4]` and `[1,5)` are the same range.
public protocol DiscreteRangeBound: RangeBound {
    /// The next value, or `nil` after the last.
    var successor: Self? { get }
    /// The value before, or `nil` before the first.
    var predecessor: Self? { get }
    /// Whether the value is one of those that follow one another: infinite dates are not.
    var hasNeighbours: Bool { get }
}

extension DiscreteRangeBound {
    /// Always `true`: only dates know values beside the row.
    public var hasNeighbours: Bool { true }
}

extension FixedWidthInteger where Self: DiscreteRangeBound {
    /// The next number, or `nil` after the last.
    public var successor: Self? { self < .max ? self + 1 : nil }
    /// The number before, or `nil` before the first.
    public var predecessor: Self? { self > .min ? self - 1 : nil }
}

extension Int: DiscreteRangeBound {
    /// `int8range`.
    public static var rangeType: SQLType { "int8range" }
}

extension Int64: DiscreteRangeBound {
    /// `int8range`.
    public static var rangeType: SQLType { "int8range" }
}

extension Int32: DiscreteRangeBound {
    /// `int4range`.
    public static var rangeType: SQLType { "int4range" }
}

extension PGDate: DiscreteRangeBound {
    /// `daterange`.
    public static var rangeType: SQLType { "daterange" }
    /// Whether the date is a day.
    public var hasNeighbours: Bool { isFinite }
    /// The next day; `nil` for the infinities, which no day follows.
    public var successor: PGDate? { neighbour(1) }
    /// The day before; `nil` for the infinities.
    public var predecessor: PGDate? { neighbour(-1) }

    private func neighbour(_ distance: Int32) -> PGDate? {
        guard isFinite else { return nil }
        let date = PGDate(daysSince2000: daysSince2000 &+ distance)
        return date.isFinite ? date : nil
    }
}

extension PGNumeric: RangeBound {
    /// `numrange`.
    public static var rangeType: SQLType { "numrange" }
}

extension Decimal: RangeBound {
    /// `numrange`.
    public static var rangeType: SQLType { "numrange" }
}

extension PGTimestamp: RangeBound {
    /// `tsrange`.
    public static var rangeType: SQLType { "tsrange" }
}

extension PGTimestampTZ: RangeBound {
    /// `tstzrange`.
    public static var rangeType: SQLType { "tstzrange" }
}

extension Date: RangeBound {
    /// `tstzrange`.
    public static var rangeType: SQLType { "tstzrange" }
}

/// Bounds of range types that users make; the names are those of the manual's examples.
extension Double: RangeBound {
    /// `floatrange`, which users make: `CREATE TYPE floatrange AS RANGE (subtype = float8)`.
    public static var rangeType: SQLType { "floatrange" }
}

extension PGTime: RangeBound {
    /// `timerange`, which users make: `CREATE TYPE timerange AS RANGE (subtype = time)`.
    public static var rangeType: SQLType { "timerange" }
}

extension String: RangeBound {
    /// `textrange`, which users make: `CREATE TYPE textrange AS RANGE (subtype = text)`.
    public static var rangeType: SQLType { "textrange" }
}
