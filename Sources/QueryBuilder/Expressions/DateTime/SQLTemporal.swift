public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value with fields such as a year or an hour.
public protocol SQLTemporal: SQLValue {}

extension PGDate: SQLTemporal {}
extension PGTime: SQLTemporal {}
extension PGTimeTZ: SQLTemporal {}
extension PGTimestamp: SQLTemporal {}
extension PGTimestampTZ: SQLTemporal {}
extension Date: SQLTemporal {}
extension PGInterval: SQLTemporal {}

/// A date with a time, with or without a zone.
public protocol SQLTimestamp: SQLTemporal {}

extension PGTimestamp: SQLTimestamp {}
extension PGTimestampTZ: SQLTimestamp {}
extension Date: SQLTimestamp {}

/// A moment in time: `timestamptz`.
public protocol SQLMoment: SQLTimestamp {}

extension PGTimestampTZ: SQLMoment {}
extension Date: SQLMoment {}

/// A value to which an interval can be added, giving one of the same type.
public protocol SQLIntervalAddable: SQLTemporal {}

extension PGTime: SQLIntervalAddable {}
extension PGTimeTZ: SQLIntervalAddable {}
extension PGTimestamp: SQLIntervalAddable {}
extension PGTimestampTZ: SQLIntervalAddable {}
extension Date: SQLIntervalAddable {}
extension PGInterval: SQLIntervalAddable {}

/// A part of a date, a time or an interval.
public enum DateField: String, Sendable, CaseIterable {
    /// A hundred years; the first begins with the year 1.
    case century
    /// The day of the month, or of an interval the number of days.
    case day
    /// The year divided by ten.
    case decade
    /// The day of the week, from 0 for Sunday.
    case dayOfWeek = "dow"
    /// The day of the year, from 1.
    case dayOfYear = "doy"
    /// The seconds since 1970, or of an interval all seconds.
    case epoch
    /// The hour.
    case hour
    /// The day of the week, from 1 for Monday to 7 for Sunday.
    case isoDayOfWeek = "isodow"
    /// The year to which the ISO 8601 week belongs.
    case isoYear = "isoyear"
    /// The Julian date.
    case julian
    /// The seconds with their fraction, times a million.
    case microseconds
    /// A thousand years.
    case millennium
    /// The seconds with their fraction, times a thousand.
    case milliseconds
    /// The minute.
    case minute
    /// The month, from 1, or of an interval the months beyond whole years.
    case month
    /// The quarter of the year, from 1.
    case quarter
    /// The second with its fraction.
    case second
    /// The zone's distance from UTC in seconds.
    case timezone
    /// The hours of the zone's distance from UTC.
    case timezoneHour = "timezone_hour"
    /// The minutes of the zone's distance from UTC.
    case timezoneMinute = "timezone_minute"
    /// The ISO 8601 week of the year.
    case week
    /// The year.
    case year
}

extension SQLExpression where Value.Base: SQLTemporal, Value.Nullability: SQLResultTypes {
    /// A field of the value, exactly, as `numeric`.
    ///
    /// See "Date/Time Functions and Operators" in the PostgreSQL manual.
    public func extract(_ field: DateField) -> Expression<Value.Nullability.Numeric> {
        .syntax(
            .primary, .text("extract(\(field.rawValue) FROM "), .operand(node), .text(")"))
    }

    /// A field of the value in double precision.
    public func datePart(_ field: DateField) -> Expression<Value.Nullability.Real> {
        Expression(.call("date_part", .text("'\(field.rawValue)'"), node))
    }

    /// Whether the value is none of the infinities; only for dates, timestamps and intervals.
    public func isFinite() -> Predicate { call("isfinite") }
}
