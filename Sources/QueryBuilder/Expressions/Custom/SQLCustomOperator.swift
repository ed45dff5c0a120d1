public import PGCore

/// An operator of the database with the types of its operands and of its result.
///
/// ```swift
/// static let isSimilar = SQLInfixOperator<String, String, Bool>("%")
/// UserRow.where { isSimilar($0.name, "ann") }
/// ```
///
/// It binds as tightly as all operators that users make. The symbol is a literal of the program.
public struct SQLInfixOperator<Left: SQLValue, Right: SQLValue, Result: SQLValue>: Sendable {
    private let symbol: SQLOperator

    /// Declares an operator by its symbol, and the schema if it is not in the search path.
    public init(_ symbol: StaticString, schema: String? = nil) {
        self.symbol = SQLOperator(symbol, schema: schema)
    }

    /// The operator between two operands.
    public func callAsFunction(
        _ left: some SQLOperand<Left>, _ right: some SQLOperand<Right>
    ) -> Expression<Result> {
        Expression(.binary(left.typedOperandNode, symbol, right.typedOperandNode))
    }
}

/// An operator of the database that stands before its one operand; see ``SQLInfixOperator``.
public struct SQLPrefixOperator<Operand: SQLValue, Result: SQLValue>: Sendable {
    private let symbol: SQLOperator

    /// Declares an operator by its symbol, and the schema if it is not in the search path.
    public init(_ symbol: StaticString, schema: String? = nil) {
        self.symbol = SQLOperator(symbol, schema: schema, after: " ")
    }

    /// The operator before an operand.
    public func callAsFunction(_ operand: some SQLOperand<Operand>) -> Expression<Result> {
        Expression(.prefix(symbol, operand.typedOperandNode))
    }
}

extension SQLOperator {
    /// What an operator's symbol is made of; everything else in it is left out.
    private static let characters = Set("+-*/<>=~!@#%^&|`?")

    fileprivate init(_ symbol: StaticString, schema: String?, after: String = "") {
        let text = "\(symbol)".filter { SQLOperator.characters.contains($0) }
        let whole = schema.map { "OPERATOR(\(SQLIdentifier.quote($0)).\(text))" } ?? text
        self.init(whole + after, .other)
    }
}
