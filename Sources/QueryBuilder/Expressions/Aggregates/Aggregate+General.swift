public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// "General-Purpose Aggregate Functions" in the PostgreSQL manual. Over no rows at all every
// aggregate but count is NULL, hence the optionals.

/// The number of rows: `count(*)`.
public func countRows() -> Aggregate<Int> {
    Aggregate(FunctionCall("count", [.text("*")]))
}

extension SQLExpression {
    func aggregate<Result>(
        _ name: String, distinct: Bool = false, _ more: SQLNode...
    ) -> Aggregate<Result> {
        var call = FunctionCall(name, [node] + more)
        call.isDistinct = distinct
        return Aggregate(call)
    }

    /// The number of rows in which the expression is not NULL.
    public func count(distinct: Bool = false) -> Aggregate<Int> {
        aggregate("count", distinct: distinct)
    }

    /// The smallest value.
    public func min() -> Aggregate<Value.Base?> { aggregate("min") }

    /// The largest value.
    public func max() -> Aggregate<Value.Base?> { aggregate("max") }

    /// The value of any row in which it is not NULL; from PostgreSQL 16 on.
    public func anyValue() -> Aggregate<Value.Base?> { aggregate("any_value") }
}

extension SQLExpression where Value.Base: SQLSummable {
    /// The sum, in the type the server widens it to.
    public func sum(distinct: Bool = false) -> Aggregate<Value.Base.Sum?> {
        aggregate("sum", distinct: distinct)
    }
}

extension SQLExpression where Value.Base: SQLAveraged {
    /// The average.
    public func avg(distinct: Bool = false) -> Aggregate<Value.Base.Average?> {
        aggregate("avg", distinct: distinct)
    }
}

extension SQLExpression where Value.Base == Bool {
    /// Whether the expression is true in every row.
    public func boolAnd() -> Aggregate<Bool?> { aggregate("bool_and") }

    /// Whether the expression is true in some row.
    public func boolOr() -> Aggregate<Bool?> { aggregate("bool_or") }

    /// Whether the expression is true in every row, by the name the SQL standard has for it.
    public func every() -> Aggregate<Bool?> { aggregate("every") }
}

extension SQLExpression where Value: ArrayElement {
    /// The values of all rows as an array, NULLs included.
    ///
    /// Of arrays it makes one with one more dimension.
    public func arrayAgg(distinct: Bool = false) -> Aggregate<[Value]?> {
        aggregate("array_agg", distinct: distinct)
    }
}

extension SQLExpression where Value.Base == String {
    /// The texts of all rows with a separator between them; NULLs are left out.
    public func stringAgg(
        separator: some SQLOperand<String>, distinct: Bool = false
    ) -> Aggregate<String?> {
        aggregate("string_agg", distinct: distinct, separator.operandNode)
    }
}

extension SQLExpression where Value.Base == Data {
    /// The bytes of all rows with a separator between them; NULLs are left out.
    public func stringAgg(
        separator: some SQLOperand<Data>, distinct: Bool = false
    ) -> Aggregate<Data?> {
        aggregate("string_agg", distinct: distinct, separator.operandNode)
    }
}

extension SQLExpression where Value.Base: SQLBits {
    /// The bits that are set in every row.
    public func bitAnd() -> Aggregate<Value.Base?> { aggregate("bit_and") }

    /// The bits that are set in some row.
    public func bitOr() -> Aggregate<Value.Base?> { aggregate("bit_or") }

    /// The bits that are set in an odd number of rows.
    public func bitXor() -> Aggregate<Value.Base?> { aggregate("bit_xor") }
}

extension SQLExpression where Value.Base == XMLText {
    /// The documents of all rows, one after the other.
    public func xmlAgg() -> Aggregate<XMLText?> { aggregate("xmlagg") }
}
