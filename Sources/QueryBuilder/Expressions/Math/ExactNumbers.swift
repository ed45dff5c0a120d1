public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A number with decimal digits that are kept exactly: `numeric`.
public protocol SQLExactNumber: SQLNumber {}

extension PGNumeric: SQLExactNumber {}
extension Decimal: SQLExactNumber {}

// "Mathematical Functions and Operators" in the PostgreSQL manual: what only `numeric` has.

extension SQLExpression where Value.Base: SQLExactNumber, Value.Nullability: SQLResultTypes {
    /// The number rounded to that many digits after the point; a negative number rounds before it.
    public func round(to digits: some SQLOperand<Int>) -> Expression<Value> {
        call("round", digits.node(as: "integer"))
    }

    /// The number cut to that many digits after the point.
    public func trunc(to digits: some SQLOperand<Int>) -> Expression<Value> {
        call("trunc", digits.node(as: "integer"))
    }

    /// The whole quotient, rounded toward zero.
    public func div(_ divisor: some SQLOperand<Value.Base>) -> Expression<Value> {
        call("div", divisor.operandNode)
    }

    /// The logarithm to the given base.
    public func log(base: some SQLOperand<Value.Base>) -> Expression<Value> {
        Expression(.call("log", base.typedOperandNode, node))
    }

    /// The number of digits after the point.
    public func scale() -> Expression<Value.Nullability.Integer> { call("scale") }

    /// The number of digits after the point that are needed.
    public func minScale() -> Expression<Value.Nullability.Integer> { call("min_scale") }

    /// The number without zeros at the end of its fraction.
    public func trimScale() -> Expression<Value> { call("trim_scale") }
}
