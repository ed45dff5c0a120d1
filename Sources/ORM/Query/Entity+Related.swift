public import QueryBuilder

extension Entity {
    /// The rows that have a related row; see ``EntityQuery/where(has:_:)``.
    public static func `where`<Value: RelationshipValue>(
        has path: any KeyPath<Self, Value> & Sendable
    ) -> EntityQuery<Self> {
        all.where(has: path)
    }

    /// The rows that have a related row for which the condition is true.
    public static func `where`<Value: RelationshipValue, Condition: SQLExpression>(
        has path: any KeyPath<Self, Value> & Sendable,
        _ condition: (Value.Target.Columns) -> Condition
    ) -> EntityQuery<Self> where Condition.Value.Base == Bool {
        all.where(has: path, condition)
    }

    /// The rows that have a related row that the query finds.
    public static func `where`<Value: RelationshipValue>(
        has path: any KeyPath<Self, Value> & Sendable, matching query: EntityQuery<Value.Target>
    ) -> EntityQuery<Self> {
        all.where(has: path, matching: query)
    }

    /// The rows that have no related row.
    public static func `where`<Value: RelationshipValue>(
        hasNone path: any KeyPath<Self, Value> & Sendable
    ) -> EntityQuery<Self> {
        all.where(hasNone: path)
    }

    /// The rows that have no related row for which the condition is true.
    public static func `where`<Value: RelationshipValue, Condition: SQLExpression>(
        hasNone path: any KeyPath<Self, Value> & Sendable,
        _ condition: (Value.Target.Columns) -> Condition
    ) -> EntityQuery<Self> where Condition.Value.Base == Bool {
        all.where(hasNone: path, condition)
    }

    /// The rows whose number of related rows is as it is asked for.
    public static func `where`<Value: RelationshipValue, Condition: SQLExpression>(
        count path: any KeyPath<Self, Value> & Sendable,
        matching query: EntityQuery<Value.Target> = Value.Target.all,
        _ condition: @escaping @Sendable (Expression<Int>) -> Condition
    ) -> EntityQuery<Self> where Condition.Value.Base == Bool {
        all.where(count: path, matching: query, condition)
    }

    /// All rows, sorted by a column of a related row.
    public static func orderBy<Value: SingleRelationshipValue, Term: OrderTerm>(
        _ path: any KeyPath<Self, Value> & Sendable, _ term: (Value.Target.Columns) -> Term
    ) -> EntityQuery<Self> {
        all.orderBy(path, term)
    }
}
