public import PGCore

// "ltree — hierarchical tree-like data type" in the PostgreSQL manual.

extension SQLExpression where Value.Base == PGLTree, Value.Nullability: SQLResultTypes {
    /// Whether this path is a beginning of the other, or the other itself: `@>`.
    public func isAncestor<Other: SQLOperand>(of other: Other) -> Predicate
    where Other.OperandValue.Base == PGLTree {
        infix("@>", other.operandNode)
    }

    /// Whether the other path is a beginning of this one, or this one itself: `<@`.
    public func isDescendant<Other: SQLOperand>(of other: Other) -> Predicate
    where Other.OperandValue.Base == PGLTree {
        infix("<@", other.operandNode)
    }

    /// Whether the path matches a pattern: `~`.
    public func matches(_ pattern: some SQLOperand<PGLQuery>) -> Predicate {
        infix("~", pattern.typedOperandNode)
    }

    /// Whether the labels match a search: `@`.
    public func matches(_ search: some SQLOperand<PGLTXTQuery>) -> Predicate {
        infix("@", search.typedOperandNode)
    }

    /// The path followed by the other: `||`.
    public func concat(_ other: some SQLOperand<PGLTree>) -> Expression<Value> {
        infix(.concatenate, other.typedOperandNode)
    }

    /// The number of labels.
    public func level() -> Expression<Value.Nullability.Integer> { call("nlevel") }

    /// The labels from that place on, counted from 0, or from the end if it is negative.
    public func subpath(from offset: some SQLOperand<Int>) -> Expression<Value> {
        call("subpath", offset.node(as: "integer"))
    }

    /// That many labels from that place on, counted from 0.
    public func subpath(
        from offset: some SQLOperand<Int>, count: some SQLOperand<Int>
    ) -> Expression<Value> {
        call("subpath", offset.node(as: "integer"), count.node(as: "integer"))
    }

    /// The longest path that is a beginning of both, and shorter than each.
    public func commonAncestor(with other: some SQLOperand<PGLTree>) -> Expression<PGLTree?> {
        call("lca", other.typedOperandNode)
    }
}
