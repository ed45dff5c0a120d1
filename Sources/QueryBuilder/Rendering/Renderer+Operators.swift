extension SQLNode {
    /// How tightly the node's outermost operator binds.
    var precedence: SQLOperator.Precedence {
        switch kind {
        case .text, .identifier, .column, .parameter, .function, .subquery, .operand, .table,
            .enclosed, .bareSubquery, .literal:
            .primary
        case .cast: .cast
        case .prefix(let symbol, _), .postfix(_, let symbol), .binary(_, let symbol, _),
            .between(_, let symbol, _, _), .quantified(_, let symbol, _, _):
            symbol.precedence
        case .fragment, .statement, .labelled: .fragment
        case .syntax(let syntax): syntax.precedence
        }
    }
}

extension SQLOperator.Precedence {
    /// The next tighter level.
    var tighter: SQLOperator.Precedence {
        SQLOperator.Precedence(rawValue: rawValue + 1) ?? .primary
    }
}

extension SQLOperator {
    fileprivate var left: Precedence { associativity == .none ? precedence.tighter : precedence }
    fileprivate var right: Precedence { associativity == .both ? precedence : precedence.tighter }
}

extension Renderer {
    mutating func append(operation node: SQLNode) {
        switch node.kind {
        case .prefix(let symbol, let operand):
            append(symbol.text)
            // A second sign needs parentheses: two of them in a row begin a comment.
            append(operand, as: symbol.precedence == .not ? .not : symbol.precedence.tighter)
        case .postfix(let operand, let symbol):
            append(operand, as: symbol.left)
            append(" ")
            append(symbol.text)
        case .binary(let left, let symbol, let right):
            append(left, as: symbol.left)
            append(infix: symbol)
            append(right, as: symbol.right)
        case .between(let operand, let symbol, let low, let high):
            append(operand, as: symbol.left)
            append(infix: symbol)
            // The grammar allows only a restricted kind of expression before this AND.
            append(low, as: .cast)
            append(" AND ")
            append(high, as: symbol.right)
        case .quantified(let operand, let symbol, let quantifier, let array):
            append(operand, as: symbol.left)
            append(infix: symbol)
            append(quantifier.rawValue)
            append(" (")
            append(array)
            append(")")
        default:
            append(node)
        }
    }
}
