/// A five-character code that says what kind of error the server met.
///
/// Named codes are in `SQLState+Generated.swift`. Match one exactly, or a whole class:
///
/// ```swift
/// switch error.sqlState {
/// case .uniqueViolation: …
/// case SQLState.Class.integrityConstraintViolation: …
/// default: …
/// }
/// ```
///
/// See appendix A, "PostgreSQL Error Codes", in the PostgreSQL manual.
public struct SQLState: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// The five characters.
    public let rawValue: String

    /// Makes a code from its five characters.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Makes a code from its five characters.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// The code's class: its first two characters.
    public var stateClass: Class { Class(rawValue: String(rawValue.prefix(2))) }

    /// A group of codes that share their first two characters.
    public struct Class: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
        /// The two characters.
        public let rawValue: String

        /// Makes a class from its two characters.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Makes a class from its two characters.
        public init(stringLiteral value: String) {
            rawValue = value
        }

        /// Whether a code belongs to the class, in a `switch` or an `if case`.
        public static func ~= (pattern: Class, state: SQLState) -> Bool {
            state.stateClass == pattern
        }

        /// Whether a code is present and belongs to the class.
        public static func ~= (pattern: Class, state: SQLState?) -> Bool {
            state?.stateClass == pattern
        }
    }
}

extension SQLState: CustomStringConvertible {
    /// The five characters.
    public var description: String { rawValue }
}
