public import PGCore

// "Trigonometric Functions" and "Hyperbolic Functions" in the PostgreSQL manual.

extension SQLExpression where Value: SQLMathValue, Value.Nullability: SQLResultTypes {
    /// The sine of an angle in radians.
    public func sin() -> Expression<Value.Nullability.Real> { call("sin") }

    /// The sine of an angle in degrees.
    public func sind() -> Expression<Value.Nullability.Real> { call("sind") }

    /// The cosine of an angle in radians.
    public func cos() -> Expression<Value.Nullability.Real> { call("cos") }

    /// The cosine of an angle in degrees.
    public func cosd() -> Expression<Value.Nullability.Real> { call("cosd") }

    /// The tangent of an angle in radians.
    public func tan() -> Expression<Value.Nullability.Real> { call("tan") }

    /// The tangent of an angle in degrees.
    public func tand() -> Expression<Value.Nullability.Real> { call("tand") }

    /// The cotangent of an angle in radians.
    public func cot() -> Expression<Value.Nullability.Real> { call("cot") }

    /// The cotangent of an angle in degrees.
    public func cotd() -> Expression<Value.Nullability.Real> { call("cotd") }

    /// The inverse sine in radians.
    public func asin() -> Expression<Value.Nullability.Real> { call("asin") }

    /// The inverse sine in degrees.
    public func asind() -> Expression<Value.Nullability.Real> { call("asind") }

    /// The inverse cosine in radians.
    public func acos() -> Expression<Value.Nullability.Real> { call("acos") }

    /// The inverse cosine in degrees.
    public func acosd() -> Expression<Value.Nullability.Real> { call("acosd") }

    /// The inverse tangent in radians.
    public func atan() -> Expression<Value.Nullability.Real> { call("atan") }

    /// The inverse tangent in degrees.
    public func atand() -> Expression<Value.Nullability.Real> { call("atand") }

    /// The hyperbolic sine.
    public func sinh() -> Expression<Value.Nullability.Real> { call("sinh") }

    /// The hyperbolic cosine.
    public func cosh() -> Expression<Value.Nullability.Real> { call("cosh") }

    /// The hyperbolic tangent.
    public func tanh() -> Expression<Value.Nullability.Real> { call("tanh") }

    /// The inverse hyperbolic sine.
    public func asinh() -> Expression<Value.Nullability.Real> { call("asinh") }

    /// The inverse hyperbolic cosine.
    public func acosh() -> Expression<Value.Nullability.Real> { call("acosh") }

    /// The inverse hyperbolic tangent.
    public func atanh() -> Expression<Value.Nullability.Real> { call("atanh") }

    /// The inverse tangent, in radians, of this number divided by the other.
    public func atan2<Other: SQLExpression>(_ x: Other) -> Expression<Value.Nullability.Real>
    where Other.Value == Value {
        call("atan2", x.node)
    }
}
