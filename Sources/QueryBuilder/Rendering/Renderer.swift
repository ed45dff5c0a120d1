package import PGCore

/// A part of a statement that was walked apart: its text, or its shape and parameters.
enum RenderedPiece: Sendable {
    case text(SQLStatement)
    case shape(Shape, [any ParameterEncodable])
}

/// Turns trees into a statement: the one walk that makes text and numbers placeholders.
package struct Renderer {
    package private(set) var statement = SQLStatement()

    /// Common tables that were met, in the order in which they must be defined.
    var commonTables: [RenderedCommonTable] = []
    /// Common tables that an enclosing subquery defines.
    var localTables: [CommonTableDefinition] = []

    /// Whether this walk only collects the shape and the parameters, and makes no text.
    let isProbing: Bool
    private var hasher = ShapeHasher()
    private(set) var parameters: [any ParameterEncodable] = []
    /// The names by which columns were qualified, where somebody asks.
    private var metTables: [String]?

    package init() {
        isProbing = false
    }

    init(isProbing: Bool) {
        self.isProbing = isProbing
    }

    /// The names that qualify the columns in an expression.
    static func tables(in node: SQLNode) -> [String] {
        var probe = Renderer(isProbing: true)
        probe.metTables = []
        probe.append(node)
        return probe.metTables ?? []
    }

    /// Whether there is a bound value in an expression.
    static func binds(_ node: SQLNode) -> Bool {
        if case .column = node.kind { return false }
        var probe = Renderer(isProbing: true)
        probe.append(node)
        return !probe.parameters.isEmpty
    }

    /// What a walk that probes has met.
    var shape: Shape { hasher.shape }

    /// What the walk has made so far, to be put into another one of its kind.
    var piece: RenderedPiece {
        isProbing ? .shape(hasher.shape, parameters) : .text(statement)
    }

    mutating func append(_ piece: RenderedPiece) {
        switch piece {
        case .text(let text): append(text)
        case .shape(let shape, let values):
            hasher.combine(.piece, shape)
            parameters += values
        }
    }

    package mutating func append(_ text: String) {
        if isProbing {
            hasher.combine(.text, text)
        } else {
            statement.append(raw: text)
        }
    }

    /// Writes an operator with the spaces around it.
    mutating func append(infix symbol: SQLOperator) {
        guard !isProbing else {
            hasher.combine(.infix, symbol.text)
            return
        }
        statement.append(raw: " ")
        statement.append(raw: symbol.text)
        statement.append(raw: " ")
    }

    mutating func append(_ other: SQLStatement) {
        if isProbing {
            hasher.combine(.statement, other.text)
            parameters += other.parameters
        } else {
            statement.append(other)
        }
    }

    private mutating func append(parameter value: any ParameterEncodable) {
        if isProbing {
            hasher.combine(.parameter)
            // Room for most statements at once, instead of growing step by step.
            if parameters.isEmpty { parameters.reserveCapacity(12) }
            parameters.append(value)
        } else {
            statement.append(parameter: value)
        }
    }

    package mutating func append(identifier name: String) {
        guard !isProbing else {
            hasher.combine(.name, name)
            return
        }
        // Most names need nothing escaped, and names are most of a statement.
        guard !name.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == 0 }) else {
            statement.append(identifier: name)
            return
        }
        statement.append(raw: "\"")
        statement.append(raw: name)
        statement.append(raw: "\"")
    }

    /// Renders a tree where any expression may stand.
    package mutating func append(_ node: SQLNode) {
        append(node, as: .fragment)
    }

    /// Renders trees with a comma between them.
    package mutating func append(list nodes: [SQLNode], separator: String = ", ") {
        for (index, node) in nodes.enumerated() {
            if index > 0 { append(separator) }
            append(node)
        }
    }

    /// Renders an operand, in parentheses when it binds less tightly than its place demands.
    package mutating func append(_ node: SQLNode, as required: SQLOperator.Precedence) {
        guard node.precedence < required else {
            append(bare: node)
            return
        }
        append("(")
        append(bare: node)
        append(")")
    }

    private mutating func append(bare node: SQLNode) {
        switch node.kind {
        case .text(let text): append(text)
        case .identifier(let name): append(identifier: name)
        case .column(let table, let name): append(column: name, of: table)
        case .parameter(let value): append(parameter: value)
        case .function(let call): append(call)
        case .cast(let operand, let type):
            append(operand, as: .cast)
            append("::")
            append(type.rawValue)
        case .fragment(let parts): append(list: parts, separator: "")
        case .operand(let operand): append(operand, as: .primary)
        case .table(let table): append(table)
        case .statement(let other): append(other)
        case .subquery(let select):
            append("(")
            append(select)
            append(")")
        case .enclosed(let keyword, let nodes):
            append(keyword)
            append("(")
            append(list: nodes)
            append(")")
        case .bareSubquery(let select): append(select)
        case .literal(let value, let type):
            guard !value.isNull else { return append("NULL") }
            append(type.rawValue + " " + SQLIdentifier.quoteLiteral(value.textRepresentation))
        case .labelled(let operand, let name):
            append(operand)
            append(" AS ")
            append(identifier: name)
        case .prefix, .postfix, .binary, .between, .quantified: append(operation: node)
        case .syntax(let syntax): append(syntax)
        }
    }

    private mutating func append(column name: String, of table: TableReference) {
        let qualifier = table.exposedName
        metTables?.append(qualifier)
        guard !isProbing else {
            hasher.combine(.qualifier, qualifier)
            hasher.combine(.name, name)
            return
        }
        if !qualifier.isEmpty {
            append(identifier: qualifier)
            append(".")
        }
        append(identifier: name)
    }
}
