public import PGCore

/// A call of an aggregate, which reads many rows and yields one value.
///
/// It is an expression as it stands; before that it can be narrowed, sorted, or made a window
/// function:
///
/// ```swift
/// $0.amount.sum().filter($0.isPaid)
/// $0.name.stringAgg(separator: ", ").orderBy($0.name)
/// $0.amount.sum().over(partitionBy: $0.customer, orderBy: $0.day)
/// ```
///
/// See "Aggregate Expressions" in the PostgreSQL manual.
public struct Aggregate<Value: SQLValue>: SQLExpression {
    private var call: FunctionCall

    init(_ call: FunctionCall) {
        self.call = call
    }

    /// The call as a tree.
    public var node: SQLNode { SQLNode(.function(call)) }

    /// Reads only the rows for which the condition is true, and for which earlier ones are.
    public func filter<Condition: SQLExpression>(_ condition: Condition) -> Aggregate
    where Condition.Value.Base == Bool {
        Aggregate(call.filtered(condition.node))
    }

    /// Reads the rows in this order, which matters to lists and texts.
    ///
    /// The server has no ordered aggregates over windows: there, the window has the order.
    public func orderBy(_ terms: any OrderTerm...) -> OrderedAggregate<Value> {
        var copy = call
        copy.orderBy += terms.map { $0.ordering }
        return OrderedAggregate(copy)
    }

    /// Reads, for each row, that row's window instead of making one row of many.
    public func over(
        partitionBy keys: any Selection..., orderBy terms: any OrderTerm...,
        frame: WindowFrame? = nil
    ) -> Expression<Value> {
        over(WindowDefinition(nil, keys, terms, frame))
    }

    /// Reads, for each row, that row's window.
    public func over(_ window: WindowDefinition) -> Expression<Value> {
        Expression(.function(call.over(.defined(window))))
    }

    /// Reads, for each row, that row's window, which the query's WINDOW clause defines.
    public func over(_ window: WindowName) -> Expression<Value> {
        Expression(.function(call.over(.named(window))))
    }
}

/// An aggregate whose rows come in an order: one with ORDER BY inside, or WITHIN GROUP.
///
/// See "Aggregate Expressions" in the PostgreSQL manual.
public struct OrderedAggregate<Value: SQLValue>: SQLExpression {
    private var call: FunctionCall

    init(_ call: FunctionCall) {
        self.call = call
    }

    /// The call as a tree.
    public var node: SQLNode { SQLNode(.function(call)) }

    /// Reads only the rows for which the condition is true, and for which earlier ones are.
    public func filter<Condition: SQLExpression>(_ condition: Condition) -> OrderedAggregate
    where Condition.Value.Base == Bool {
        OrderedAggregate(call.filtered(condition.node))
    }
}

extension FunctionCall {
    fileprivate func filtered(_ condition: SQLNode) -> FunctionCall {
        var copy = self
        copy.filter = SQLNode.all(filter, condition)
        return copy
    }

    func over(_ window: Window) -> FunctionCall {
        var copy = self
        copy.window = window
        return copy
    }
}
