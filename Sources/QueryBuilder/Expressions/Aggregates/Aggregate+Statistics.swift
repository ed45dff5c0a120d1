public import PGCore

// "Aggregate Functions for Statistics" in the PostgreSQL manual.

extension SQLExpression where Value.Base: SQLNumber {
    /// The standard deviation of the sample that the rows are.
    public func stddevSamp() -> Aggregate<Value.Base.Average?> { aggregate("stddev_samp") }

    /// The standard deviation of the rows taken as all there are.
    public func stddevPop() -> Aggregate<Value.Base.Average?> { aggregate("stddev_pop") }

    /// The variance of the sample that the rows are.
    public func varSamp() -> Aggregate<Value.Base.Average?> { aggregate("var_samp") }

    /// The variance of the rows taken as all there are.
    public func varPop() -> Aggregate<Value.Base.Average?> { aggregate("var_pop") }

    /// The correlation with the other expression, from -1 to 1.
    public func corr<Other: SQLExpression>(_ other: Other) -> Aggregate<Double?>
    where Other.Value.Base: SQLNumber {
        aggregate("corr", other.node)
    }

    /// The covariance with the other expression, of rows taken as all there are.
    public func covarPop<Other: SQLExpression>(_ other: Other) -> Aggregate<Double?>
    where Other.Value.Base: SQLNumber {
        aggregate("covar_pop", other.node)
    }

    /// The covariance with the other expression, of the sample that the rows are.
    public func covarSamp<Other: SQLExpression>(_ other: Other) -> Aggregate<Double?>
    where Other.Value.Base: SQLNumber {
        aggregate("covar_samp", other.node)
    }

    /// A value of the line that fits this expression best as a function of the other.
    ///
    /// The rows in which either is NULL are left out.
    public func regression<Other: SQLExpression>(
        _ value: Regression, on other: Other
    ) -> Aggregate<Double?> where Other.Value.Base: SQLNumber {
        aggregate(value.rawValue, other.node)
    }

    /// The number of rows in which neither this expression nor the other is NULL.
    public func regressionCount<Other: SQLExpression>(on other: Other) -> Aggregate<Int>
    where Other.Value.Base: SQLNumber {
        aggregate("regr_count", other.node)
    }
}

/// What ``SQLExpression/regression(_:on:)`` can tell of a least-squares line.
public enum Regression: String, Sendable {
    /// The average of the independent variable.
    case averageX = "regr_avgx"
    /// The average of the dependent variable.
    case averageY = "regr_avgy"
    /// Where the line crosses the vertical axis.
    case intercept = "regr_intercept"
    /// The square of the correlation.
    case r2 = "regr_r2"
    /// How steep the line is.
    case slope = "regr_slope"
    /// The sum of squares of the independent variable.
    case sumOfSquaresX = "regr_sxx"
    /// The sum of products of the two.
    case sumOfProducts = "regr_sxy"
    /// The sum of squares of the dependent variable.
    case sumOfSquaresY = "regr_syy"
}
