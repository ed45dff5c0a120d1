public import PGCore

// "Date/Time Functions and Operators" in the PostgreSQL manual: what `+`, `-`, `*` and `/` are here.
// They are methods because the operators have as many overloads as the compiler takes lightly.

extension SQLExpression where Value.Base: SQLIntervalAddable {
    /// The value that much later; of an interval, the sum.
    public func adding(_ interval: some SQLOperand<PGInterval>) -> Expression<Value> {
        infix(.add, interval.typedOperandNode)
    }

    /// The value that much earlier; of an interval, the difference.
    public func subtracting(_ interval: some SQLOperand<PGInterval>) -> Expression<Value> {
        infix(.subtract, interval.typedOperandNode)
    }
}

extension SQLExpression where Value.Base: SQLTimestamp, Value.Nullability: SQLResultTypes {
    /// The time from the other moment to this one, in days and less.
    public func since(_ other: some SQLOperand<Value.Base>) -> Expression<
        Value.Nullability.Interval
    > {
        infix(.subtract, other.typedOperandNode)
    }

    /// The time from the other moment to this one, in years, months, days and less.
    public func age(since other: some SQLOperand<Value.Base>) -> Expression<
        Value.Nullability.Interval
    > {
        call("age", other.typedOperandNode)
    }
}

extension SQLExpression where Value.Base == PGTime, Value.Nullability: SQLResultTypes {
    /// The time from the other time of day to this one.
    public func since(_ other: some SQLOperand<PGTime>) -> Expression<Value.Nullability.Interval> {
        infix(.subtract, other.typedOperandNode)
    }
}

extension SQLExpression where Value.Base == PGDate, Value.Nullability: SQLResultTypes {
    /// The date that many days later.
    public func adding(days: some SQLOperand<Int>) -> Expression<Value> {
        infix(.add, days.node(as: "integer"))
    }

    /// The date that many days earlier.
    public func subtracting(days: some SQLOperand<Int>) -> Expression<Value> {
        infix(.subtract, days.node(as: "integer"))
    }

    /// The number of days from the other date to this one.
    public func days(since other: some SQLOperand<PGDate>) -> Expression<
        Value.Nullability.Integer
    > {
        infix(.subtract, other.typedOperandNode)
    }

    /// The beginning of the day, that much later.
    public func adding(
        _ interval: some SQLOperand<PGInterval>
    ) -> Expression<Value.Nullability.Timestamp> {
        infix(.add, interval.typedOperandNode)
    }

    /// The beginning of the day, that much earlier.
    public func subtracting(
        _ interval: some SQLOperand<PGInterval>
    ) -> Expression<Value.Nullability.Timestamp> {
        infix(.subtract, interval.typedOperandNode)
    }

    /// The date together with a time of day.
    public func at(_ time: some SQLOperand<PGTime>) -> Expression<Value.Nullability.Timestamp> {
        infix(.add, time.typedOperandNode)
    }
}

extension SQLExpression where Value.Base == PGInterval {
    /// The interval that many times.
    public func multiplied(by factor: some SQLOperand<Double>) -> Expression<Value> {
        infix(.multiply, factor.typedOperandNode)
    }

    /// That part of the interval.
    public func divided(by divisor: some SQLOperand<Double>) -> Expression<Value> {
        infix(.divide, divisor.typedOperandNode)
    }

    /// The interval in the other direction.
    public func negated() -> Expression<Value> { Expression(.prefix(.negate, node)) }

    /// The interval with 30 days made a month.
    public func justifyDays() -> Expression<Value> { call("justify_days") }

    /// The interval with 24 hours made a day.
    public func justifyHours() -> Expression<Value> { call("justify_hours") }

    /// The interval with both, and one sign for all of its parts.
    public func justifyInterval() -> Expression<Value> { call("justify_interval") }
}
