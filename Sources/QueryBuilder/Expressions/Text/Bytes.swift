public import PGCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// "Binary String Functions and Operators" in the PostgreSQL manual.

/// How bytes are written as text.
public enum BinaryTextFormat: String, Sendable {
    /// Base 64.
    case base64
    /// Hexadecimal digits.
    case hex
    /// ASCII as it is, the rest in octal numbers.
    case escape
}

extension SQLExpression where Value.Base == Data, Value.Nullability: SQLResultTypes {
    /// The number of bytes.
    public func length() -> Expression<Value.Nullability.Integer> { call("length") }

    /// The bytes followed by the others.
    public func concat(_ other: some SQLOperand<Data>) -> Expression<Value> {
        infix(.concatenate, other.operandNode)
    }

    /// That many bytes from that byte on, counted from 1.
    public func substring(
        from start: some SQLOperand<Int>, for count: some SQLOperand<Int>
    ) -> Expression<Value> {
        call("substr", start.node(as: "integer"), count.node(as: "integer"))
    }

    /// The byte at that place, counted from 0.
    public func getByte(_ index: some SQLOperand<Int>) -> Expression<Value.Nullability.Integer> {
        call("get_byte", index.node(as: "integer"))
    }

    /// The number of bits that are set.
    public func bitCount() -> Expression<Value.Nullability.Integer> { call("bit_count") }

    /// The bytes as text.
    public func encode(_ format: BinaryTextFormat) -> Expression<Value.Nullability.Text> {
        call("encode", .text("'\(format.rawValue)'"))
    }

    /// The bytes as the text that they are in an encoding such as `UTF8`.
    public func convertFrom(_ encoding: String) -> Expression<Value.Nullability.Text> {
        call("convert_from", .value(encoding))
    }

    /// The MD5 hash, in hexadecimal.
    public func md5() -> Expression<Value.Nullability.Text> { call("md5") }

    /// The SHA-256 hash.
    public func sha256() -> Expression<Value> { call("sha256") }

    /// The SHA-512 hash.
    public func sha512() -> Expression<Value> { call("sha512") }
}

extension SQLExpression where Value.Base == String, Value.Nullability: SQLResultTypes {
    /// The bytes that the text stands for.
    public func decode(_ format: BinaryTextFormat) -> Expression<Value.Nullability.Bytes> {
        call("decode", .text("'\(format.rawValue)'"))
    }

    /// The text's bytes in an encoding such as `UTF8`.
    public func convertTo(_ encoding: String) -> Expression<Value.Nullability.Bytes> {
        call("convert_to", .value(encoding))
    }
}
