public import PGCore

// "Mathematical Functions and Operators" in the PostgreSQL manual. Of integers, functions that yield
// fractions are computed in double precision.

extension SQLExpression where Value.Base: SQLNumber {
    /// The number without its sign.
    public func abs() -> Expression<Value> { call("abs") }

    /// The remainder, with the sign of the number.
    public func mod(_ divisor: Value.Base) -> Expression<Value> {
        call("mod", .value(divisor, as: Value.sqlType))
    }
}

extension SQLExpression where Value: SQLMathValue, Value.Nullability: SQLResultTypes {
    /// The nearest whole number that is not smaller.
    public func ceil() -> Expression<Value.Fractional> { call("ceil") }

    /// The nearest whole number that is not larger.
    public func floor() -> Expression<Value.Fractional> { call("floor") }

    /// The nearest whole number; halves go away from zero in `numeric`, and to even otherwise.
    public func round() -> Expression<Value.Fractional> { call("round") }

    /// The number without its fraction.
    public func trunc() -> Expression<Value.Fractional> { call("trunc") }

    /// -1, 0 or 1.
    public func sign() -> Expression<Value.Fractional> { call("sign") }

    /// The square root.
    public func sqrt() -> Expression<Value.Fractional> { call("sqrt") }

    /// The exponential.
    public func exp() -> Expression<Value.Fractional> { call("exp") }

    /// The natural logarithm.
    public func ln() -> Expression<Value.Fractional> { call("ln") }

    /// The logarithm to base 10.
    public func log10() -> Expression<Value.Fractional> { call("log") }

    /// The number to the power of the exponent.
    public func power(_ exponent: Value.Base) -> Expression<Value.Fractional> {
        call("power", .value(exponent, as: Value.sqlType))
    }

    /// The number to the power of the exponent.
    public func power<Other: SQLExpression>(_ exponent: Other) -> Expression<Value.Fractional>
    where Other.Value == Value {
        call("power", exponent.node)
    }

    /// The cube root.
    public func cbrt() -> Expression<Value.Nullability.Real> { call("cbrt") }

    /// Radians as degrees.
    public func degrees() -> Expression<Value.Nullability.Real> { call("degrees") }

    /// Degrees as radians.
    public func radians() -> Expression<Value.Nullability.Real> { call("radians") }

    /// The number of the bucket, of that many equal ones, in which the number lies.
    ///
    /// It is 0 below the range and one more than there are buckets above it.
    public func widthBucket(
        from low: Value.Base, to high: Value.Base, count: Int
    ) -> Expression<Value.Nullability.Integer> {
        call("width_bucket", .value(low), .value(high), .value(count, as: "integer"))
    }
}

extension SQLExpression
where Value.Base: SQLNumber & ArrayElement, Value.Nullability: SQLResultTypes {
    /// The number of the bucket in which the number lies, given where each begins.
    public func widthBucket(
        in thresholds: [Value.Base]
    ) -> Expression<Value.Nullability.Integer> {
        call("width_bucket", .value(thresholds, as: [Value.Base].sqlType))
    }
}

/// π.
public func pi() -> Expression<Double> { .call("pi") }

/// A random number from 0 up to, but not including, 1.
public func random() -> Expression<Double> { .call("random") }
