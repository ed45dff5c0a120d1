import PGCore

/// A piece of SQL as an immutable tree.
///
/// Expressions and clauses are composed as trees and become text in one walk, when the statement is
/// complete. What a tree is made of is not public: it grows with the grammar.
public struct SQLNode: Sendable {
    package indirect enum Kind: Sendable {
        /// Trusted text that needs no parentheses anywhere.
        case text(String)
        case identifier(String)
        case column(TableReference, String)
        case parameter(any ParameterEncodable)
        case prefix(SQLOperator, SQLNode)
        case postfix(SQLNode, SQLOperator)
        case binary(SQLNode, SQLOperator, SQLNode)
        case between(SQLNode, SQLOperator, low: SQLNode, high: SQLNode)
        /// `operand = ANY (array)` and its relatives.
        case quantified(SQLNode, SQLOperator, Quantifier, SQLNode)
        case function(FunctionCall)
        case cast(SQLNode, SQLType)
        /// Text written by the user, with expressions in between: its precedence is not known.
        case fragment([SQLNode])
        /// An expression inside a fragment, kept together whatever stands next to it.
        case operand(SQLNode)
        /// A table's name where it is introduced.
        case table(TableReference)
        case statement(SQLStatement)
        case subquery(SelectStatement)
        /// A keyword, which may be empty, and a list in parentheses.
        case enclosed(String, [SQLNode])
        /// An expression of a select list with its name.
        case labelled(SQLNode, String)
        /// A value where the grammar allows only a constant, as a quoted literal.
        case literal(any ParameterEncodable, SQLType)
        /// A query whose parentheses are written by what it stands in.
        case bareSubquery(SelectStatement)
        /// Keywords with operands between them, such as CASE and EXTRACT.
        case syntax(SQLSyntax)
    }

    package enum Quantifier: String, Sendable {
        case any = "ANY"
        case all = "ALL"
    }

    package let kind: Kind

    package init(_ kind: Kind) {
        self.kind = kind
    }
}
