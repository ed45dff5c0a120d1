public import PGCore

/// An address of a host or a network: `inet` or `cidr`.
public protocol SQLNetworkValue: SQLValue {}

extension PGInet: SQLNetworkValue {}
extension PGCIDR: SQLNetworkValue {}

// "Network Address Functions and Operators" in the PostgreSQL manual.

extension SQLExpression where Value.Base: SQLNetworkValue, Value.Nullability: SQLResultTypes {
    /// Whether this address is part of the other's network, and not all of it: `<<`.
    public func isContained<Other: SQLOperand>(in other: Other) -> Predicate
    where Other.OperandValue.Base: SQLNetworkValue {
        infix("<<", other.typedOperandNode)
    }

    /// Whether this address is part of the other's network, or all of it: `<<=`.
    public func isContainedOrEqual<Other: SQLOperand>(to other: Other) -> Predicate
    where Other.OperandValue.Base: SQLNetworkValue {
        infix("<<=", other.typedOperandNode)
    }

    /// Whether the other address is part of this network, and not all of it: `>>`.
    public func contains<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base: SQLNetworkValue {
        infix(">>", other.typedOperandNode)
    }

    /// Whether the other address is part of this network, or all of it: `>>=`.
    public func containsOrEquals<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base: SQLNetworkValue {
        infix(">>=", other.typedOperandNode)
    }

    /// Whether one of the networks contains the other: `&&`.
    public func overlaps<Other: SQLOperand>(_ other: Other) -> Predicate
    where Other.OperandValue.Base: SQLNetworkValue {
        infix("&&", other.typedOperandNode)
    }

    /// 4 or 6.
    public func family() -> Expression<Value.Nullability.Integer> { call("family") }

    /// The address without the length of its network.
    public func host() -> Expression<Value.Nullability.Text> { call("host") }

    /// The short spelling.
    public func abbrev() -> Expression<Value.Nullability.Text> { call("abbrev") }

    /// The length of the network's prefix in bits.
    public func maskLength() -> Expression<Value.Nullability.Integer> { call("masklen") }

    /// The bits of the network as an address.
    public func netmask() -> Expression<Value.Nullability.Inet> { call("netmask") }

    /// The bits of the hosts as an address.
    public func hostmask() -> Expression<Value.Nullability.Inet> { call("hostmask") }

    /// The network's last address, which all of its hosts hear.
    public func broadcast() -> Expression<Value.Nullability.Inet> { call("broadcast") }

    /// The network without the host.
    public func network() -> Expression<Value.Nullability.CIDR> { call("network") }

    /// The same address in a network of another length.
    public func setMaskLength(_ length: some SQLOperand<Int>) -> Expression<Value> {
        call("set_masklen", length.node(as: "integer"))
    }

    /// The smallest network that holds both.
    public func merged<Other: SQLOperand>(with other: Other) -> Expression<PGCIDR?>
    where Other.OperandValue.Base: SQLNetworkValue {
        call("inet_merge", other.typedOperandNode)
    }
}

extension SQLExpression where Value.Base == PGInet, Value.Nullability: SQLResultTypes {
    /// The address that many after this one.
    public func adding(_ count: some SQLOperand<Int>) -> Expression<Value> {
        infix(.add, count.typedOperandNode)
    }

    /// The address that many before this one.
    public func subtracting(_ count: some SQLOperand<Int>) -> Expression<Value> {
        infix(.subtract, count.typedOperandNode)
    }

    /// How many addresses there are from the other to this one.
    public func distance(from other: some SQLOperand<PGInet>) -> Expression<
        Value.Nullability.Integer
    > {
        infix(.subtract, other.typedOperandNode)
    }
}
