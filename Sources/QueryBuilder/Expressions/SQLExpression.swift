public import PGCore

/// What may stand in a select list: an expression, or all columns of a table.
public protocol Selection<Value>: GroupTerm {
    /// What is read from the selected columns.
    associatedtype Value: RowDecodable

    /// The selected expressions, in the order in which the value reads them.
    var selectedExpressions: [SQLNode] { get }
}

/// A typed piece of SQL that yields one value: a column, a comparison, a function call.
///
/// An optional ``Selection/Value`` means that the value may be NULL.
public protocol SQLExpression<Value>: Selection, OrderTerm, SQLOperand
where Value: SQLValue, OperandValue == Value {
    /// The expression as a tree, rendered when the statement is complete.
    var node: SQLNode { get }
}

extension SQLExpression {
    /// The expression itself.
    @inlinable
    public var selectedExpressions: [SQLNode] { [node] }

    /// The expression in the database's default order, which is ascending.
    public var ordering: Ordering { Ordering(node, type: Value.self) }
}

/// An expression made from others.
public struct Expression<Value: SQLValue>: SQLExpression {
    /// The type of the value, said because the compiler does not find it in every order of files.
    public typealias OperandValue = Value

    /// The expression as a tree.
    public let node: SQLNode

    package init(_ node: SQLNode) {
        self.node = node
    }

    package init(_ kind: SQLNode.Kind) {
        node = SQLNode(kind)
    }
}

/// An expression that is true, false or unknown.
public typealias Predicate = Expression<Bool>
