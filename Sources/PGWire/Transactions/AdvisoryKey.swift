/// What an advisory lock locks: a number, two numbers, or a name.
///
/// ```swift
/// try await pool.withAdvisoryLock("nightly report") { connection in … }
/// ```
///
/// Two numbers and one number are different keys on the server, whatever their values. A name is
/// locked as the number its FNV-1a hash of 64 bits makes: always the same, in every process and
/// version, so that programs in other languages can lock it too; two names may, very rarely, be one
/// lock. See "Advisory Locks" in the PostgreSQL manual.
public struct AdvisoryKey: Sendable, Hashable {
    /// The arguments of the server's functions.
    let arguments: String

    /// A key of 64 bits.
    public init(_ number: Int64) {
        arguments = String(number)
    }

    /// A key of two numbers, such as a kind and an id.
    public init(_ first: Int32, _ second: Int32) {
        arguments = "\(first), \(second)"
    }

    /// A key made of a name.
    public init(_ name: String) {
        self.init(Self.number(of: name))
    }

    /// The number that stands for a name: the 64-bit FNV-1a hash of its UTF-8.
    public static func number(of name: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}

extension AdvisoryKey: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A key of 64 bits.
    public init(integerLiteral number: Int64) {
        self.init(number)
    }

    /// A key made of a name.
    public init(stringLiteral name: String) {
        self.init(name)
    }
}

/// Whom an advisory lock keeps out.
public enum AdvisoryLockMode: Sendable, Hashable, CaseIterable {
    /// Everybody else.
    case exclusive
    /// Only those who want it exclusively.
    case shared

    var suffix: String {
        switch self {
        case .exclusive: ""
        case .shared: "_shared"
        }
    }
}
