public import PGCore

/// The numbers from one to another, both included if the steps meet it: `generate_series`.
public func generateSeries<Number: SQLNumber>(
    from start: Number, through end: Number, by step: Number? = nil
) -> FunctionSource<SingleColumn<Number>> {
    let bounds = [start, end] + (step.map { [$0] } ?? [])
    return series(bounds.map { .typed($0) })
}

/// The numbers from one expression to another: `generate_series`.
public func generateSeries<Start: SQLExpression, End: SQLExpression>(
    from start: Start, through end: End
) -> FunctionSource<SingleColumn<Start.Value>>
where Start.Value: SQLNumber, End.Value == Start.Value {
    series([start.node, end.node])
}

/// The points in time from one to another: `generate_series`.
public func generateSeries<Time: SQLValue>(
    from start: Time, through end: Time, by step: PGInterval
) -> FunctionSource<SingleColumn<Time>> {
    series([.typed(start), .typed(end), .typed(step)])
}

/// The points in time from one expression to another: `generate_series`.
public func generateSeries<Start: SQLExpression, End: SQLExpression>(
    from start: Start, through end: End, by step: PGInterval
) -> FunctionSource<SingleColumn<Start.Value>> where End.Value == Start.Value {
    series([start.node, end.node, .typed(step)])
}

private func series<Value>(_ arguments: [SQLNode]) -> FunctionSource<SingleColumn<Value>> {
    function("generate_series", arguments, named: "series")
}

/// The elements of an array, which is bound as one value, one row each: `unnest`.
public func unnest<Element: SQLValue>(
    _ values: [Element]
) -> FunctionSource<SingleColumn<Element>> {
    function("unnest", [.array(values)], named: "elements")
}

/// The elements of an array expression, one row each; of NULL, none.
public func unnest<Elements: SQLExpression, Element: SQLValue>(
    _ array: Elements
) -> FunctionSource<SingleColumn<Element>> where Elements.Value.Base == [Element] {
    function("unnest", [array.node], named: "elements")
}

/// Arrays side by side, a column each: `unnest` with several arguments.
///
/// Give them the same number of elements: the server fills up the shorter ones with NULL.
public func unnest<First: SQLValue, each Element: SQLValue>(
    _ first: [First], _ others: repeat [each Element]
) -> FunctionSource<TupleColumns<First, repeat each Element>> {
    var arguments: [SQLNode] = [.array(first)]
    for other in repeat each others { arguments.append(.array(other)) }
    return FunctionSource(
        FunctionCalls(SQLNode(.function(FunctionCall("unnest", arguments)))), name: "elements",
        columns: TupleColumns<First, repeat each Element>.names)
}

/// Several functions side by side, a column each, until the longest ends: `ROWS FROM`.
public func rowsFrom<each Value: SQLValue>(
    _ functions: repeat FunctionSource<SingleColumn<each Value>>
) -> FunctionSource<TupleColumns<repeat (each Value)?>> {
    var calls = FunctionCalls()
    for function in repeat each functions { calls.nodes += function.calls.nodes }
    return FunctionSource(
        calls, name: "rows", columns: TupleColumns<repeat (each Value)?>.names)
}

/// A function with one column, under a name.
func function<Value>(
    _ name: String, _ arguments: [SQLNode], named alias: String
) -> FunctionSource<SingleColumn<Value>> {
    FunctionSource(
        FunctionCalls(SQLNode(.function(FunctionCall(name, arguments)))), name: alias,
        columns: ["value"])
}

extension SQLNode {
    /// A bound value with its type said to the server.
    static func typed<Value: SQLValue>(_ value: Value) -> SQLNode {
        SQLNode(.cast(SQLNode(.parameter(value)), Value.sqlType))
    }

    /// Values bound as one array, with its type said to the server.
    static func array<Element: SQLValue>(_ values: [Element]) -> SQLNode {
        SQLNode(.cast(SQLNode(.parameter(values)), Element.arraySQLType))
    }
}
