import PGCore

// How functions and operators are made, shared by the files that list them.

extension SQLNode {
    /// A call of a built-in function.
    static func call(_ name: String, _ arguments: SQLNode...) -> SQLNode {
        SQLNode(.function(FunctionCall(name, arguments)))
    }

    /// A call of a built-in function.
    static func call(_ name: String, arguments: [SQLNode]) -> SQLNode {
        SQLNode(.function(FunctionCall(name, arguments)))
    }

    /// A bound value.
    static func value(_ value: any ParameterEncodable) -> SQLNode { SQLNode(.parameter(value)) }

    /// A bound value whose type is said to the server.
    static func value(_ value: any ParameterEncodable, as type: SQLType) -> SQLNode {
        SQLNode(.cast(SQLNode(.parameter(value)), type))
    }

    /// A word of the grammar, such as the field of EXTRACT.
    static func text(_ text: String) -> SQLNode { SQLNode(.text(text)) }

    /// The node converted to a type.
    func cast(_ type: SQLType) -> SQLNode { SQLNode(.cast(self, type)) }
}

extension Expression {
    /// A call of a built-in function.
    static func call(_ name: String, _ arguments: SQLNode...) -> Expression {
        Expression(.function(FunctionCall(name, arguments)))
    }

    /// Words and operands.
    static func syntax(
        _ precedence: SQLOperator.Precedence = .primary, _ pieces: SQLSyntax.Piece...
    ) -> Expression {
        Expression(.syntax(SQLSyntax(precedence, pieces)))
    }
}

extension SQLExpression {
    /// A call of a built-in function with this expression as the first argument.
    func call<Result>(_ name: String, _ more: SQLNode...) -> Expression<Result> {
        Expression(.function(FunctionCall(name, [node] + more)))
    }

    /// An operator with this expression on its left.
    func infix<Result>(_ symbol: SQLOperator, _ right: SQLNode) -> Expression<Result> {
        Expression(.binary(node, symbol, right))
    }

    /// An operator without a level of its own, with this expression on its left.
    func infix<Result>(_ symbol: String, _ right: SQLNode) -> Expression<Result> {
        Expression(.binary(node, .other(symbol), right))
    }

    /// An operator in front of this expression.
    func prefixed<Result>(_ symbol: String) -> Expression<Result> {
        Expression(.prefix(.other(symbol + " "), node))
    }
}
