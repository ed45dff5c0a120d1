public import PGCore

// "Date/Time Functions and Operators" in the PostgreSQL manual: date_trunc, date_bin and zones.

extension SQLExpression where Value.Base: SQLTimestamp {
    /// The beginning of the field in which the value lies, such as the first of its month.
    public func dateTrunc(_ field: DateField) -> Expression<Value> {
        Expression(.call("date_trunc", .text("'\(field.rawValue)'"), node))
    }

    /// The beginning of the span in which the value lies, when spans of that length are counted
    /// from an origin.
    public func dateBin(
        _ stride: some SQLOperand<PGInterval>, origin: some SQLOperand<Value.Base>
    ) -> Expression<Value> {
        Expression(.call("date_bin", stride.typedOperandNode, node, origin.operandNode))
    }
}

extension SQLExpression where Value.Base: SQLMoment, Value.Nullability: SQLResultTypes {
    /// The beginning of the field in which the moment lies, by the clocks of a zone.
    public func dateTrunc(
        _ field: DateField, timeZone: some SQLOperand<String>
    ) -> Expression<Value> {
        Expression(
            .call("date_trunc", .text("'\(field.rawValue)'"), node, timeZone.operandNode))
    }

    /// What the clocks of a zone show at the moment.
    public func atTimeZone(
        _ zone: some SQLOperand<String>
    ) -> Expression<Value.Nullability.Timestamp> {
        infix(.atTimeZone, zone.typedOperandNode)
    }
}

extension SQLExpression where Value.Base == PGTimestamp, Value.Nullability: SQLResultTypes {
    /// The moment at which the clocks of a zone show the value.
    public func atTimeZone(
        _ zone: some SQLOperand<String>
    ) -> Expression<Value.Nullability.TimestampTZ> {
        infix(.atTimeZone, zone.typedOperandNode)
    }
}

extension SQLExpression where Value.Base == PGInterval {
    /// The interval without what is smaller than the field.
    public func dateTrunc(_ field: DateField) -> Expression<Value> {
        Expression(.call("date_trunc", .text("'\(field.rawValue)'"), node))
    }
}

extension SQLExpression where Value.Base == PGDate, Value.Nullability: SQLResultTypes {
    /// The beginning of the field in which the date lies, in the session's zone.
    public func dateTrunc(_ field: DateField) -> Expression<Value.Nullability.TimestampTZ> {
        Expression(.call("date_trunc", .text("'\(field.rawValue)'"), node))
    }
}
