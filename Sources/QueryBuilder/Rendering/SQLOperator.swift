/// An operator with its place in PostgreSQL's precedence table.
///
/// See "Operator Precedence" in the PostgreSQL manual.
package struct SQLOperator: Sendable {
    /// From loosest to tightest.
    package enum Precedence: Int, Sendable, Comparable {
        case fragment, or, and, not, test, comparison, membership, other, additive, multiplicative
        case power, timeZone, collation, sign, cast, primary

        package static func < (left: Precedence, right: Precedence) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    package enum Associativity: Sendable {
        case left, none
        /// Grouping makes no difference, so that no parentheses are needed on either side.
        case both
    }

    package let text: String
    package let precedence: Precedence
    package let associativity: Associativity

    package init(
        _ text: String, _ precedence: Precedence, _ associativity: Associativity = .left
    ) {
        self.text = text
        self.precedence = precedence
        self.associativity = associativity
    }
}

extension SQLOperator {
    static let or = SQLOperator("OR", .or, .both)
    static let and = SQLOperator("AND", .and, .both)
    static let not = SQLOperator("NOT ", .not)

    static let isNull = SQLOperator("IS NULL", .test, .none)
    static let isNotNull = SQLOperator("IS NOT NULL", .test, .none)
    static let isDistinct = SQLOperator("IS DISTINCT FROM", .test, .none)
    static let isNotDistinct = SQLOperator("IS NOT DISTINCT FROM", .test, .none)

    static let equal = SQLOperator("=", .comparison, .none)
    static let notEqual = SQLOperator("<>", .comparison, .none)
    static let less = SQLOperator("<", .comparison, .none)
    static let lessOrEqual = SQLOperator("<=", .comparison, .none)
    static let greater = SQLOperator(">", .comparison, .none)
    static let greaterOrEqual = SQLOperator(">=", .comparison, .none)

    static let between = SQLOperator("BETWEEN", .membership, .none)
    static let notBetween = SQLOperator("NOT BETWEEN", .membership, .none)
    static let like = SQLOperator("LIKE", .membership, .none)
    static let notLike = SQLOperator("NOT LIKE", .membership, .none)
    static let ilike = SQLOperator("ILIKE", .membership, .none)
    static let notILike = SQLOperator("NOT ILIKE", .membership, .none)
    static let `in` = SQLOperator("IN", .membership, .none)
    static let notIn = SQLOperator("NOT IN", .membership, .none)

    static let concatenate = SQLOperator("||", .other)
    static let add = SQLOperator("+", .additive)
    static let subtract = SQLOperator("-", .additive)
    static let multiply = SQLOperator("*", .multiplicative)
    static let divide = SQLOperator("/", .multiplicative)
    static let remainder = SQLOperator("%", .multiplicative)
    static let negate = SQLOperator("-", .sign)
}
