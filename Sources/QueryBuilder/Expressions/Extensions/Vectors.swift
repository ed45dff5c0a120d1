public import PGCore

/// A vector of the extension pgvector.
public protocol SQLVectorValue: SQLValue {}

extension PGVector: SQLVectorValue {}
extension PGHalfVector: SQLVectorValue {}
extension PGSparseVector: SQLVectorValue {}

// The operators of pgvector. To use an index, sort by one of them in ascending order, and limit.

extension SQLExpression where Value.Base: SQLVectorValue, Value.Nullability: SQLResultTypes {
    /// The Euclidean distance: `<->`.
    public func l2Distance(
        to other: some SQLOperand<Value.Base>
    ) -> Expression<Value.Nullability.Real> {
        infix("<->", other.typedOperandNode)
    }

    /// The cosine distance: `<=>`.
    public func cosineDistance(
        to other: some SQLOperand<Value.Base>
    ) -> Expression<Value.Nullability.Real> {
        infix("<=>", other.typedOperandNode)
    }

    /// The inner product with its sign changed: `<#>`.
    public func negativeInnerProduct(
        with other: some SQLOperand<Value.Base>
    ) -> Expression<Value.Nullability.Real> {
        infix("<#>", other.typedOperandNode)
    }

    /// The sum of all differences: `<+>`.
    public func l1Distance(
        to other: some SQLOperand<Value.Base>
    ) -> Expression<Value.Nullability.Real> {
        infix("<+>", other.typedOperandNode)
    }
}
