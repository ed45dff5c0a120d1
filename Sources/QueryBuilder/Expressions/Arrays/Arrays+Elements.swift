public import PGCore

// "Array Functions and Operators" in the PostgreSQL manual: one element of an array.

extension SQLExpression where Value.Base: SQLArrayValue, Value.Base.Element: SQLValue {
    /// The element at that place, counted from 1; NULL where there is none.
    public func element(at index: some SQLOperand<Int>) -> Expression<Value.Base.Element.Base?> {
        .syntax(
            .primary, .enclosed(node), .text("["), .operand(index.node(as: "integer")),
            .text("]"))
    }

    /// Whether the value is among the elements: `value = ANY (array)`.
    public func contains(element value: some SQLOperand<Value.Base.Element.Base>) -> Predicate {
        Predicate(.quantified(value.operandNode, .equal, .any, node))
    }

    /// The array with an element added at its end.
    public func appending(_ element: Value.Base.Element) -> Expression<Value> {
        call("array_append", .value(element))
    }

    /// The array with an element added at its end.
    public func appending(_ element: some SQLExpression<Value.Base.Element>) -> Expression<Value> {
        call("array_append", element.node)
    }

    /// The array with an element added at its beginning.
    public func prepending(_ element: Value.Base.Element) -> Expression<Value> {
        Expression(.call("array_prepend", .value(element), node))
    }

    /// The array with an element added at its beginning.
    public func prepending(_ element: some SQLExpression<Value.Base.Element>) -> Expression<Value> {
        Expression(.call("array_prepend", element.node, node))
    }

    /// The array without the elements that equal the value.
    public func removing(_ element: Value.Base.Element) -> Expression<Value> {
        call("array_remove", .value(element))
    }

    /// The array with the elements that equal a value replaced by the other.
    public func replacing(
        _ element: Value.Base.Element, with other: Value.Base.Element
    ) -> Expression<Value> {
        call("array_replace", .value(element), .value(other))
    }

    /// The first place of an element that equals the value; NULL where there is none.
    public func position(of element: Value.Base.Element) -> Expression<Int?> {
        call("array_position", .value(element))
    }

    /// The places of all elements that equal the value.
    public func positions(of element: Value.Base.Element) -> Expression<[Int]?> {
        call("array_positions", .value(element))
    }

    /// One row for each element, in a select list.
    public func unnest() -> Expression<Value.Base.Element> { call("unnest") }
}

extension SQLExpression where Value.Base: SQLValue {
    /// Whether the value is among the elements of an array: `value = ANY (array)`.
    public func `in`<List: SQLExpression>(_ array: List) -> Predicate
    where List.Value.Base == [Value.Base] {
        Predicate(.quantified(node, .equal, .any, array.node))
    }

    /// Whether the value is none of the elements of an array: `value <> ALL (array)`.
    public func notIn<List: SQLExpression>(_ array: List) -> Predicate
    where List.Value.Base == [Value.Base] {
        Predicate(.quantified(node, .notEqual, .all, array.node))
    }
}

/// An array of expressions of one type: `ARRAY[…]`.
public func array<Value: SQLValue>(
    _ first: some SQLExpression<Value>, _ others: any SQLExpression<Value>...
) -> Expression<[Value]> {
    .syntax(
        .primary, .text("ARRAY["), .list([first.node] + others.map { $0.node }), .text("]"))
}
