/// Collects conditions from a closure, in which `if`, `switch` and `for` decide which there are.
///
/// ```swift
/// UserRow.all.whereAll { user in
///     user.isActive
///     if let name { user.name == name }
///     for word in words { user.bio.ilike("%\(word)%") }
/// }
/// ```
@resultBuilder
public enum ConditionBuilder {
    /// A condition.
    public static func buildExpression<Condition: SQLExpression>(
        _ condition: Condition
    ) -> [SQLNode] where Condition.Value.Base == Bool {
        [condition.node]
    }

    /// Conditions one after the other.
    public static func buildBlock(_ conditions: [SQLNode]...) -> [SQLNode] {
        conditions.flatMap { $0 }
    }

    /// The conditions of an `if`.
    public static func buildOptional(_ conditions: [SQLNode]?) -> [SQLNode] { conditions ?? [] }

    /// The conditions of an `if` with an `else`, or of a `switch`.
    public static func buildEither(first conditions: [SQLNode]) -> [SQLNode] { conditions }

    /// The conditions of an `else`, or of a `switch`.
    public static func buildEither(second conditions: [SQLNode]) -> [SQLNode] { conditions }

    /// The conditions of a `for`.
    public static func buildArray(_ conditions: [[SQLNode]]) -> [SQLNode] {
        conditions.flatMap { $0 }
    }
}

extension SQLNode {
    /// All of the conditions; `nil` for none.
    static func every(_ conditions: [SQLNode]) -> SQLNode? {
        conditions.reduce(nil) { all($0, $1) }
    }

    /// One of the conditions; `nil` for none.
    static func some(of conditions: [SQLNode]) -> SQLNode? {
        guard let first = conditions.first else { return nil }
        return conditions.dropFirst().reduce(first) { SQLNode(.binary($0, .or, $1)) }
    }
}

/// All of the conditions, as one to be kept and combined.
public func all(@ConditionBuilder _ conditions: () -> [SQLNode]) -> Predicate {
    SQLNode.every(conditions()).map { Predicate($0) } ?? alwaysTrue()
}

/// One of the conditions at least, as one to be kept and combined; of none, it is false.
public func any(@ConditionBuilder _ conditions: () -> [SQLNode]) -> Predicate {
    SQLNode.some(of: conditions()).map { Predicate($0) } ?? Predicate(SQLNode.text("false"))
}

/// The condition that is always true.
public func alwaysTrue<each Columns>(_ columns: repeat each Columns) -> Predicate {
    Predicate(SQLNode.text("true"))
}
