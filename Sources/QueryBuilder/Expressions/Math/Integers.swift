public import PGCore

// "Mathematical Functions and Operators" in the PostgreSQL manual: integers and bits.

extension SQLExpression where Value.Base: IntegerSQLValue, Value.Nullability: SQLResultTypes {
    /// The greatest common divisor.
    public func gcd(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        call("gcd", other.operandNode)
    }

    /// The least common multiple.
    public func lcm(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        call("lcm", other.operandNode)
    }

    /// The factorial.
    public func factorial() -> Expression<Value.Nullability.Numeric> { call("factorial") }

    /// The number in hexadecimal digits.
    public func toHex() -> Expression<Value.Nullability.Text> { call("to_hex") }
}

extension SQLExpression where Value.Base: SQLBits {
    /// The bits that both have: `&`.
    public func bitwiseAnd(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        infix("&", other.operandNode)
    }

    /// The bits that at least one has: `|`.
    public func bitwiseOr(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        infix("|", other.operandNode)
    }

    /// The bits that exactly one has: `#`.
    public func bitwiseXor(_ other: some SQLOperand<Value.Base>) -> Expression<Value> {
        infix("#", other.operandNode)
    }

    /// Every bit turned round: `~`.
    public func bitwiseNot() -> Expression<Value> { prefixed("~") }

    /// The bits moved toward the front: `<<`.
    public func shiftedLeft(by count: some SQLOperand<Int>) -> Expression<Value> {
        infix("<<", count.node(as: "integer"))
    }

    /// The bits moved toward the end: `>>`.
    public func shiftedRight(by count: some SQLOperand<Int>) -> Expression<Value> {
        infix(">>", count.node(as: "integer"))
    }
}

// "Bit String Functions and Operators" in the PostgreSQL manual.

extension SQLExpression where Value.Base == PGBitString, Value.Nullability: SQLResultTypes {
    /// The number of bits.
    public func length() -> Expression<Value.Nullability.Integer> { call("length") }

    /// The number of bits that are set.
    public func bitCount() -> Expression<Value.Nullability.Integer> { call("bit_count") }

    /// The bits followed by the others.
    public func concat(_ other: some SQLOperand<PGBitString>) -> Expression<Value> {
        infix(.concatenate, other.typedOperandNode)
    }

    /// The bit at that place, counted from 0.
    public func getBit(_ index: some SQLOperand<Int>) -> Expression<Value.Nullability.Integer> {
        call("get_bit", index.node(as: "integer"))
    }

    /// The bits with the one at that place, counted from 0, replaced.
    public func setBit(
        _ index: some SQLOperand<Int>, to bit: some SQLOperand<Int>
    ) -> Expression<Value> {
        call("set_bit", index.node(as: "integer"), bit.node(as: "integer"))
    }

    /// That many bits from that bit on, counted from 1.
    public func substring(
        from start: some SQLOperand<Int>, for count: some SQLOperand<Int>
    ) -> Expression<Value> {
        call("substring", start.node(as: "integer"), count.node(as: "integer"))
    }
}
