/// The numeric identity of a PostgreSQL type.
///
/// Built-in types have fixed numbers, named in `OID+Generated.swift`. Types made by users (enums,
/// composites, extensions) have numbers that differ between databases.
///
/// See "Object Identifier Types" in the PostgreSQL manual.
public struct OID: RawRepresentable, Hashable, Sendable {
    /// The number as the server sends it.
    public let rawValue: UInt32

    /// Makes an OID from the server's number.
    @inlinable
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Makes an OID from the server's number.
    @inlinable
    public init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

extension OID: CustomStringConvertible {
    /// The type's name when it is built in, otherwise `oid 12345`.
    public var description: String {
        builtInName ?? "oid \(rawValue)"
    }
}
