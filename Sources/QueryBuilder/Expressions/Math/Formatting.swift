public import PGCore

// "Data Type Formatting Functions" in the PostgreSQL manual.

extension SQLExpression where Value.Base: SQLFormattable, Value.Nullability: SQLResultTypes {
    /// The value written by a template such as `FM999D00` or `YYYY-MM-DD`.
    public func toChar(
        _ template: some SQLOperand<String>
    ) -> Expression<Value.Nullability.Text> {
        call("to_char", template.operandNode)
    }
}

extension SQLExpression where Value.Base == String, Value.Nullability: SQLResultTypes {
    /// The number that the text is, read by a template.
    public func toNumber(
        _ template: some SQLOperand<String>
    ) -> Expression<Value.Nullability.Numeric> {
        call("to_number", template.operandNode)
    }

    /// The date that the text is, read by a template.
    public func toDate(_ template: some SQLOperand<String>) -> Expression<Value.Nullability.Day> {
        call("to_date", template.operandNode)
    }

    /// The moment that the text is, read by a template.
    public func toTimestamp(
        _ template: some SQLOperand<String>
    ) -> Expression<Value.Nullability.TimestampTZ> {
        call("to_timestamp", template.operandNode)
    }
}

/// A value that `to_char` writes: a number, a timestamp or an interval.
public protocol SQLFormattable: SQLValue {}

extension Int: SQLFormattable {}
extension Int16: SQLFormattable {}
extension Int32: SQLFormattable {}
extension Int64: SQLFormattable {}
extension Float: SQLFormattable {}
extension Double: SQLFormattable {}
extension PGNumeric: SQLFormattable {}
extension PGDate: SQLFormattable {}
extension PGTimestamp: SQLFormattable {}
extension PGTimestampTZ: SQLFormattable {}
extension PGInterval: SQLFormattable {}
