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
    package static let or = SQLOperator("OR", .or, .both)
    package static let and = SQLOperator("AND", .and, .both)
    package static let not = SQLOperator("NOT ", .not)

    package static let isNull = SQLOperator("IS NULL", .test, .none)
    package static let isNotNull = SQLOperator("IS NOT NULL", .test, .none)
    package static let isDistinct = SQLOperator("IS DISTINCT FROM", .test, .none)
    package static let isNotDistinct = SQLOperator("IS NOT DISTINCT FROM", .test, .none)

    package static let isTrue = SQLOperator("IS TRUE", .test, .none)
    package static let isNotTrue = SQLOperator("IS NOT TRUE", .test, .none)
    package static let isFalse = SQLOperator("IS FALSE", .test, .none)
    package static let isNotFalse = SQLOperator("IS NOT FALSE", .test, .none)
    package static let isUnknown = SQLOperator("IS UNKNOWN", .test, .none)
    package static let isNotUnknown = SQLOperator("IS NOT UNKNOWN", .test, .none)

    package static let equal = SQLOperator("=", .comparison, .none)
    package static let notEqual = SQLOperator("<>", .comparison, .none)
    package static let less = SQLOperator("<", .comparison, .none)
    package static let lessOrEqual = SQLOperator("<=", .comparison, .none)
    package static let greater = SQLOperator(">", .comparison, .none)
    package static let greaterOrEqual = SQLOperator(">=", .comparison, .none)

    package static let between = SQLOperator("BETWEEN", .membership, .none)
    package static let notBetween = SQLOperator("NOT BETWEEN", .membership, .none)
    package static let betweenSymmetric = SQLOperator("BETWEEN SYMMETRIC", .membership, .none)
    package static let notBetweenSymmetric =
        SQLOperator("NOT BETWEEN SYMMETRIC", .membership, .none)
    package static let like = SQLOperator("LIKE", .membership, .none)
    package static let notLike = SQLOperator("NOT LIKE", .membership, .none)
    package static let ilike = SQLOperator("ILIKE", .membership, .none)
    package static let notILike = SQLOperator("NOT ILIKE", .membership, .none)
    package static let `in` = SQLOperator("IN", .membership, .none)
    package static let notIn = SQLOperator("NOT IN", .membership, .none)

    package static let similar = SQLOperator("SIMILAR TO", .membership, .none)
    package static let notSimilar = SQLOperator("NOT SIMILAR TO", .membership, .none)

    package static let atTimeZone = SQLOperator("AT TIME ZONE", .timeZone)
    package static let power = SQLOperator("^", .power)

    package static let exists = SQLOperator("EXISTS ", .cast)

    package static let concatenate = SQLOperator("||", .other)
    package static let add = SQLOperator("+", .additive)
    package static let subtract = SQLOperator("-", .additive)
    package static let multiply = SQLOperator("*", .multiplicative)
    package static let divide = SQLOperator("/", .multiplicative)
    package static let remainder = SQLOperator("%", .multiplicative)
    package static let negate = SQLOperator("-", .sign)
}

extension SQLOperator {
    /// An operator without a level of its own in the table: all but arithmetic and comparisons.
    package static func other(_ text: String) -> SQLOperator { SQLOperator(text, .other) }
}
