/// A five-character code that says what kind of error the server met.
///
/// Named codes are in `SQLState+Generated.swift`. Match one exactly, or a whole class, in a `switch`
/// or directly where the error is caught:
///
/// ```swift
/// do {
///     try await pool.query("INSERT INTO users (email) VALUES (\(email))")
/// } catch SQLState.uniqueViolation {
///     …
/// } catch SQLState.Class.integrityConstraintViolation {
///     …
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
    public var `class`: Class { Class(rawValue: String(rawValue.prefix(2))) }

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
            state.class == pattern
        }

        /// Whether a code is present and belongs to the class.
        public static func ~= (pattern: Class, state: SQLState?) -> Bool {
            state?.class == pattern
        }
    }
}

extension SQLState: CustomStringConvertible {
    /// The five characters.
    public var description: String { rawValue }
}

extension SQLState {
    /// Whether a key, foreign key, check or not-null constraint was violated (class 23).
    public var isIntegrityConstraintViolation: Bool { self.class == .integrityConstraintViolation }

    /// Whether a value was unfit for its type or function (class 22).
    public var isDataException: Bool { self.class == .dataException }

    /// Whether the server gave up a transaction for another's sake (class 40).
    public var isTransactionRollback: Bool { self.class == .transactionRollback }

    /// Whether the statement is wrong or not permitted (class 42).
    public var isSyntaxErrorOrAccessRuleViolation: Bool {
        self.class == .syntaxErrorOrAccessRuleViolation
    }

    /// Whether the connection failed (class 08).
    public var isConnectionException: Bool { self.class == .connectionException }

    /// Whether memory, disk space or connections ran out (class 53).
    public var isInsufficientResources: Bool { self.class == .insufficientResources }

    /// Whether the statement was cancelled or the server is stopping (class 57).
    public var isOperatorIntervention: Bool { self.class == .operatorIntervention }
}
