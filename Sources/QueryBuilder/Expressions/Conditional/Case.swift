public import PGCore

/// CASE: the first branch whose condition is true gives the value.
///
/// ```swift
/// Case.when($0.age < 18, then: "minor").when($0.age < 65, then: "adult").else("senior")
/// Case.of($0.status).when(1, then: "open").when(2, then: "closed").end        // String?
/// ```
///
/// All branches have one type. Without `else`, `end` makes it optional.
///
/// See "CASE" in the PostgreSQL manual.
public enum Case {
    /// Begins with a branch that yields a bound value.
    public static func when<Condition: SQLExpression, Output: SQLValue>(
        _ condition: Condition, then value: Output
    ) -> CaseBranches<Output> where Condition.Value.Base == Bool {
        CaseBranches().when(condition, then: value)
    }

    /// Begins with a branch that yields an expression.
    public static func when<Condition: SQLExpression, Output: SQLExpression>(
        _ condition: Condition, then output: Output
    ) -> CaseBranches<Output.Value> where Condition.Value.Base == Bool {
        CaseBranches().when(condition, then: output)
    }

    /// Begins a CASE that compares one expression with several values.
    public static func of<Subject: SQLExpression>(_ subject: Subject) -> CaseSubject<Subject.Value>
    {
        CaseSubject(subject: subject.node)
    }
}

/// A CASE that still lacks its end.
public struct CaseBranches<Output: SQLValue>: Sendable {
    private var pieces: [SQLSyntax.Piece] = [.text("CASE")]

    init() {}

    init(_ pieces: [SQLSyntax.Piece]) {
        self.pieces = pieces
    }

    func adding(_ test: SQLNode, _ result: SQLNode) -> CaseBranches {
        CaseBranches(pieces + [.text(" WHEN "), .operand(test), .text(" THEN "), .operand(result)])
    }

    private func closed<Value>(_ more: [SQLSyntax.Piece]) -> Expression<Value> {
        Expression(.syntax(SQLSyntax(.primary, pieces + more + [.text(" END")])))
    }

    /// Adds a branch that yields a bound value.
    public func when<Condition: SQLExpression>(
        _ condition: Condition, then value: Output
    ) -> CaseBranches where Condition.Value.Base == Bool {
        adding(condition.node, .value(value, as: Output.sqlType))
    }

    /// Adds a branch that yields an expression.
    public func when<Condition: SQLExpression, Result: SQLExpression>(
        _ condition: Condition, then result: Result
    ) -> CaseBranches where Condition.Value.Base == Bool, Result.Value == Output {
        adding(condition.node, result.node)
    }

    /// The CASE with a bound value for when no branch applies.
    public func `else`(_ value: Output) -> Expression<Output> {
        closed([.text(" ELSE "), .operand(.value(value, as: Output.sqlType))])
    }

    /// The CASE with an expression for when no branch applies.
    public func `else`<Result: SQLExpression>(_ result: Result) -> Expression<Output>
    where Result.Value == Output {
        closed([.text(" ELSE "), .operand(result.node)])
    }

    /// The CASE as it is: NULL when no branch applies.
    public var end: Expression<Output.Base?> { closed([]) }
}

/// The expression that a CASE compares, before its first branch.
public struct CaseSubject<Value: SQLValue>: Sendable {
    let subject: SQLNode

    /// Adds a branch for a value that yields a bound value.
    public func when<Output: SQLValue>(
        _ value: Value.Base, then output: Output
    ) -> CaseComparisons<Value, Output> {
        CaseComparisons(subject).when(value, then: output)
    }

    /// Adds a branch for a value that yields an expression.
    public func when<Output: SQLExpression>(
        _ value: Value.Base, then output: Output
    ) -> CaseComparisons<Value, Output.Value> {
        CaseComparisons(subject).when(value, then: output)
    }
}

/// A CASE that compares one expression with several values, and still lacks its end.
public struct CaseComparisons<Value: SQLValue, Output: SQLValue>: Sendable {
    private var branches: CaseBranches<Output>

    init(_ subject: SQLNode) {
        branches = CaseBranches([.text("CASE "), .operand(subject)])
    }

    private func with(_ branches: CaseBranches<Output>) -> CaseComparisons {
        var copy = self
        copy.branches = branches
        return copy
    }

    /// Adds a branch for a value that yields a bound value.
    public func when(_ value: Value.Base, then output: Output) -> CaseComparisons {
        with(branches.adding(.value(value), .value(output, as: Output.sqlType)))
    }

    /// Adds a branch for a value that yields an expression.
    public func when<Result: SQLExpression>(
        _ value: Value.Base, then result: Result
    ) -> CaseComparisons where Result.Value == Output {
        with(branches.adding(.value(value), result.node))
    }

    /// The CASE with a bound value for when no branch applies.
    public func `else`(_ value: Output) -> Expression<Output> { branches.else(value) }

    /// The CASE with an expression for when no branch applies.
    public func `else`<Result: SQLExpression>(_ result: Result) -> Expression<Output>
    where Result.Value == Output {
        branches.else(result)
    }

    /// The CASE as it is: NULL when no branch applies.
    public var end: Expression<Output.Base?> { branches.end }
}
