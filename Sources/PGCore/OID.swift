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

extension OID {
    /// Whether the type comes with PostgreSQL itself, so that its representation is known.
    @inlinable
    public var isBuiltIn: Bool { rawValue < 16384 }

    /// Whether a value of any Swift type may be written here as text.
    ///
    /// True of character types, of a placeholder whose type the server left open, and of types that
    /// are not built in: enums, domains and extension types, whose input functions check the text.
    public var takesText: Bool {
        switch self {
        case .text, .varchar, .bpchar, .name, .unknown: true
        default: !isBuiltIn
        }
    }
}
