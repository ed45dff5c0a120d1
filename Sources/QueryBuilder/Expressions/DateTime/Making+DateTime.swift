public import PGCore

// "Date/Time Functions and Operators" in the PostgreSQL manual: making values, and the clock.

/// The moment at which the transaction began.
public func now() -> Expression<PGTimestampTZ> { .call("now") }

/// The moment at which the statement arrived.
public func statementTimestamp() -> Expression<PGTimestampTZ> { .call("statement_timestamp") }

/// The moment at which this is computed.
public func clockTimestamp() -> Expression<PGTimestampTZ> { .call("clock_timestamp") }

/// The date at which the transaction began, in the session's zone.
public func currentDate() -> Expression<PGDate> { Expression(SQLNode(.text("CURRENT_DATE"))) }

/// The time of day at which the transaction began, in the session's zone.
public func localTime() -> Expression<PGTime> { Expression(SQLNode(.text("LOCALTIME"))) }

/// What the session's clocks showed when the transaction began.
public func localTimestamp() -> Expression<PGTimestamp> {
    Expression(SQLNode(.text("LOCALTIMESTAMP")))
}

/// The date of a year, a month and a day.
public func makeDate(
    year: some SQLOperand<Int>, month: some SQLOperand<Int>, day: some SQLOperand<Int>
) -> Expression<PGDate> {
    .call(
        "make_date", year.node(as: "integer"), month.node(as: "integer"), day.node(as: "integer"))
}

/// The time of day of an hour, a minute and seconds.
public func makeTime(
    hour: some SQLOperand<Int>, minute: some SQLOperand<Int>, second: some SQLOperand<Double>
) -> Expression<PGTime> {
    .call(
        "make_time", hour.node(as: "integer"), minute.node(as: "integer"), second.operandNode)
}

/// The date and the time of day of their parts.
public func makeTimestamp(
    year: some SQLOperand<Int>, month: some SQLOperand<Int>, day: some SQLOperand<Int>,
    hour: some SQLOperand<Int> = 0, minute: some SQLOperand<Int> = 0,
    second: some SQLOperand<Double> = 0.0
) -> Expression<PGTimestamp> {
    .call(
        "make_timestamp", year.node(as: "integer"), month.node(as: "integer"),
        day.node(as: "integer"), hour.node(as: "integer"), minute.node(as: "integer"),
        second.typedOperandNode)
}

/// The moment at which a zone's clocks show a date and a time of day.
public func makeTimestampTZ(
    year: some SQLOperand<Int>, month: some SQLOperand<Int>, day: some SQLOperand<Int>,
    hour: some SQLOperand<Int> = 0, minute: some SQLOperand<Int> = 0,
    second: some SQLOperand<Double> = 0.0, zone: some SQLOperand<String>
) -> Expression<PGTimestampTZ> {
    .call(
        "make_timestamptz", year.node(as: "integer"), month.node(as: "integer"),
        day.node(as: "integer"), hour.node(as: "integer"), minute.node(as: "integer"),
        second.typedOperandNode, zone.typedOperandNode)
}

/// The interval of so many units; each may be left out.
public func makeInterval(
    years: some SQLOperand<Int> = 0, months: some SQLOperand<Int> = 0,
    weeks: some SQLOperand<Int> = 0, days: some SQLOperand<Int> = 0,
    hours: some SQLOperand<Int> = 0, minutes: some SQLOperand<Int> = 0,
    seconds: some SQLOperand<Double> = 0.0
) -> Expression<PGInterval> {
    .call(
        "make_interval", years.node(as: "integer"), months.node(as: "integer"),
        weeks.node(as: "integer"), days.node(as: "integer"), hours.node(as: "integer"),
        minutes.node(as: "integer"), seconds.operandNode)
}

extension SQLExpression where Value.Base == Double, Value.Nullability: SQLResultTypes {
    /// The moment that many seconds after 1970-01-01 00:00:00 UTC.
    public func toTimestamp() -> Expression<Value.Nullability.TimestampTZ> { call("to_timestamp") }
}

/// Whether two spans of time, each from its start to its end, have a moment in common.
///
/// A span includes its start and not its end; ends may be in either order.
public func overlaps<Moment: SQLTemporal>(
    from start: some SQLOperand<Moment>, to end: some SQLOperand<Moment>,
    andFrom otherStart: some SQLOperand<Moment>, to otherEnd: some SQLOperand<Moment>
) -> Predicate {
    .syntax(
        .test, .text("("), .list([start.typedOperandNode, end.typedOperandNode]),
        .text(") OVERLAPS ("), .list([otherStart.typedOperandNode, otherEnd.typedOperandNode]),
        .text(")"))
}
