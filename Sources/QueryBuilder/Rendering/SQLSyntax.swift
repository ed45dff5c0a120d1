/// Keywords and operands in the order in which they are written.
///
/// It is what renders everything that is neither an operator nor a plain function call.
package struct SQLSyntax: Sendable {
    package enum Piece: Sendable {
        /// Trusted text, with the spaces around it.
        case text(String)
        /// An operand that must bind at least as tightly as this.
        case operand(SQLNode, SQLOperator.Precedence)
        /// An operand in parentheses, or a column, which needs none before a subscript.
        case enclosed(SQLNode)
        /// A quoted name.
        case name(String)
        /// Operands with a comma between them.
        case list([SQLNode])
    }

    package var precedence: SQLOperator.Precedence
    package var pieces: [Piece]

    package init(_ precedence: SQLOperator.Precedence = .primary, _ pieces: [Piece]) {
        self.precedence = precedence
        self.pieces = pieces
    }
}

extension SQLSyntax.Piece {
    /// An operand where any expression may stand.
    package static func operand(_ node: SQLNode) -> SQLSyntax.Piece { .operand(node, .fragment) }
}

extension Renderer {
    mutating func append(_ syntax: SQLSyntax) {
        for piece in syntax.pieces {
            switch piece {
            case .text(let text): append(text)
            case .operand(let node, let precedence): append(node, as: precedence)
            case .enclosed(let node): append(enclosed: node)
            case .name(let name): append(identifier: name)
            case .list(let nodes): append(list: nodes)
            }
        }
    }

    private mutating func append(enclosed node: SQLNode) {
        if case .column = node.kind {
            append(node)
        } else {
            append("(")
            append(node)
            append(")")
        }
    }
}
