public import PGCore

/// The number of rows: `count(*)`.
public func countRows() -> Expression<Int> {
    Expression(.function(FunctionCall("count", [SQLNode(.text("*"))])))
}

// Over no rows at all every aggregate but count is NULL, hence the optionals.

extension SQLExpression {
    func aggregate<Result>(
        _ name: String, distinct: Bool = false, _ more: SQLNode...
    ) -> Expression<Result> {
        var call = FunctionCall(name, [node] + more)
        call.isDistinct = distinct
        return Expression(.function(call))
    }

    /// The number of rows in which the expression is not NULL.
    public func count(distinct: Bool = false) -> Expression<Int> {
        aggregate("count", distinct: distinct)
    }

    /// The smallest value.
    public func min() -> Expression<Value.Base?> { aggregate("min") }

    /// The largest value.
    public func max() -> Expression<Value.Base?> { aggregate("max") }
}

extension SQLExpression where Value.Base: SQLNumber {
    /// The sum, in the type the server widens it to.
    public func sum(distinct: Bool = false) -> Expression<Value.Base.Sum?> {
        aggregate("sum", distinct: distinct)
    }

    /// The average.
    public func avg(distinct: Bool = false) -> Expression<Value.Base.Average?> {
        aggregate("avg", distinct: distinct)
    }
}

extension SQLExpression where Value.Base == Bool {
    /// Whether the expression is true in every row.
    public func boolAnd() -> Expression<Bool?> { aggregate("bool_and") }

    /// Whether the expression is true in some row.
    public func boolOr() -> Expression<Bool?> { aggregate("bool_or") }
}

extension SQLExpression where Value: ArrayElement {
    /// The values of all rows as an array, NULLs included.
    public func arrayAgg(distinct: Bool = false) -> Expression<[Value]?> {
        aggregate("array_agg", distinct: distinct)
    }
}

extension SQLExpression where Value.Base == String {
    /// The texts of all rows with a separator between them; NULLs are left out.
    public func stringAgg(separator: String, distinct: Bool = false) -> Expression<String?> {
        aggregate("string_agg", distinct: distinct, SQLNode(.parameter(separator)))
    }
}
