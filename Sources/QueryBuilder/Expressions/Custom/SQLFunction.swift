public import PGCore

/// A function of the database with the types of its arguments and of its result.
///
/// Declare it once, and call it like a function of Swift:
///
/// ```swift
/// enum Trigrams {
///     static let similarity = SQLFunction2<String, String, Float>("similarity")
/// }
/// UserRow.where { Trigrams.similarity($0.name, "ann") > 0.3 }
/// ```
///
/// An argument is a value or an expression that is not nullable. To hand on NULLs, declare the
/// argument and the result optional.
public struct SQLFunction1<First: SQLValue, Result: SQLValue>: Sendable {
    private let name: SQLFunctionName

    /// Declares a function by its name, which is quoted, and its schema if it needs one.
    public init(_ name: String, schema: String? = nil) {
        self.name = SQLFunctionName(name: name, schema: schema)
    }

    /// A call of the function.
    public func callAsFunction(_ first: some SQLOperand<First>) -> Expression<Result> {
        name.call(first.typedOperandNode)
    }
}

/// A function of the database without arguments; see ``SQLFunction1``.
public struct SQLFunction0<Result: SQLValue>: Sendable {
    private let name: SQLFunctionName

    /// Declares a function by its name, which is quoted, and its schema if it needs one.
    public init(_ name: String, schema: String? = nil) {
        self.name = SQLFunctionName(name: name, schema: schema)
    }

    /// A call of the function.
    public func callAsFunction() -> Expression<Result> { name.call() }
}

/// A function of the database with two arguments; see ``SQLFunction1``.
public struct SQLFunction2<First: SQLValue, Second: SQLValue, Result: SQLValue>: Sendable {
    private let name: SQLFunctionName

    /// Declares a function by its name, which is quoted, and its schema if it needs one.
    public init(_ name: String, schema: String? = nil) {
        self.name = SQLFunctionName(name: name, schema: schema)
    }

    /// A call of the function.
    public func callAsFunction(
        _ first: some SQLOperand<First>, _ second: some SQLOperand<Second>
    ) -> Expression<Result> {
        name.call(first.typedOperandNode, second.typedOperandNode)
    }
}

/// A function of the database with three arguments; see ``SQLFunction1``.
public struct SQLFunction3<
    First: SQLValue, Second: SQLValue, Third: SQLValue, Result: SQLValue
>: Sendable {
    private let name: SQLFunctionName

    /// Declares a function by its name, which is quoted, and its schema if it needs one.
    public init(_ name: String, schema: String? = nil) {
        self.name = SQLFunctionName(name: name, schema: schema)
    }

    /// A call of the function.
    public func callAsFunction(
        _ first: some SQLOperand<First>, _ second: some SQLOperand<Second>,
        _ third: some SQLOperand<Third>
    ) -> Expression<Result> {
        name.call(first.typedOperandNode, second.typedOperandNode, third.typedOperandNode)
    }
}

/// An aggregate of the database with the types of its argument and of its result.
///
/// ```swift
/// static let median = SQLAggregate<Double, Double?>("median")
/// $0.salary.aggregated(by: median).filter($0.isActive)
/// ```
public struct SQLAggregate<Input: SQLValue, Result: SQLValue>: Sendable {
    let name: SQLFunctionName

    /// Declares an aggregate by its name, which is quoted, and its schema if it needs one.
    public init(_ name: String, schema: String? = nil) {
        self.name = SQLFunctionName(name: name, schema: schema)
    }

    /// A call of the aggregate.
    public func callAsFunction<Argument: SQLExpression>(
        _ argument: Argument, distinct: Bool = false
    ) -> Aggregate<Result> where Argument.Value.Base == Input {
        var call = name.functionCall([argument.node])
        call.isDistinct = distinct
        return Aggregate(call)
    }
}

/// A function's name as it is declared.
struct SQLFunctionName: Sendable {
    let name: String
    let schema: String?

    func functionCall(_ arguments: [SQLNode]) -> FunctionCall {
        var call = FunctionCall(name, arguments)
        call.schema = schema
        call.isBuiltIn = false
        return call
    }

    func call<Result>(_ arguments: SQLNode...) -> Expression<Result> {
        Expression(.function(functionCall(arguments)))
    }
}
