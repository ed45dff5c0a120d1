public import PGCore

/// A function that only windows have; `over` makes it an expression.
///
/// See "Window Functions" in the PostgreSQL manual.
public struct WindowFunction<Value: SQLValue>: Sendable {
    private let call: FunctionCall

    init(_ name: String, _ arguments: SQLNode...) {
        call = FunctionCall(name, arguments)
    }

    /// The function's value in each row's window.
    public func over(
        partitionBy keys: any Selection..., orderBy terms: any OrderTerm...,
        frame: WindowFrame? = nil
    ) -> Expression<Value> {
        over(WindowDefinition(nil, keys, terms, frame))
    }

    /// The function's value in each row's window.
    public func over(_ window: WindowDefinition) -> Expression<Value> {
        Expression(.function(call.over(.defined(window))))
    }

    /// The function's value in each row's window, which the query's WINDOW clause defines.
    public func over(_ window: WindowName) -> Expression<Value> {
        Expression(.function(call.over(.named(window))))
    }
}

/// The number of the row in its partition, from 1.
public func rowNumber() -> WindowFunction<Int> { WindowFunction("row_number") }

/// The rank of the row in its partition, with gaps after rows that sort equal.
public func rank() -> WindowFunction<Int> { WindowFunction("rank") }

/// The rank of the row in its partition, without gaps.
public func denseRank() -> WindowFunction<Int> { WindowFunction("dense_rank") }

/// The relative rank of the row in its partition, from 0 to 1.
public func percentRank() -> WindowFunction<Double> { WindowFunction("percent_rank") }

/// The part of the partition that comes before the row or sorts equal to it, from 1/N to 1.
public func cumeDist() -> WindowFunction<Double> { WindowFunction("cume_dist") }

/// The number, from 1 to `buckets`, of the part in which the row is when they are of equal size.
public func ntile(_ buckets: some SQLOperand<Int>) -> WindowFunction<Int> {
    WindowFunction("ntile", buckets.node(as: "integer"))
}

extension SQLExpression {
    /// The value in the row that many rows before, or NULL where there is none.
    public func lag(by offset: Int = 1) -> WindowFunction<Value.Base?> {
        WindowFunction("lag", node, .value(offset, as: "integer"))
    }

    /// The value in the row that many rows before, or another where there is none.
    public func lag(by offset: Int = 1, default value: Value.Base) -> WindowFunction<Value> {
        WindowFunction("lag", node, .value(offset, as: "integer"), .value(value))
    }

    /// The value in the row that many rows after, or NULL where there is none.
    public func lead(by offset: Int = 1) -> WindowFunction<Value.Base?> {
        WindowFunction("lead", node, .value(offset, as: "integer"))
    }

    /// The value in the row that many rows after, or another where there is none.
    public func lead(by offset: Int = 1, default value: Value.Base) -> WindowFunction<Value> {
        WindowFunction("lead", node, .value(offset, as: "integer"), .value(value))
    }

    /// The value in the frame's first row; NULL where the frame is empty.
    public func firstValue() -> WindowFunction<Value.Base?> { WindowFunction("first_value", node) }

    /// The value in the frame's last row; NULL where the frame is empty.
    public func lastValue() -> WindowFunction<Value.Base?> { WindowFunction("last_value", node) }

    /// The value in that row of the frame, counted from 1; NULL where there is none.
    public func nthValue(_ number: Int) -> WindowFunction<Value.Base?> {
        WindowFunction("nth_value", node, .value(number, as: "integer"))
    }
}
