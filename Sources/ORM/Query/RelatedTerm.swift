import QueryBuilder

/// What a query says about related rows.
///
/// It waits for the filters of the session that runs the query, which hold for those rows too.
enum RelatedTerm: Sendable {
    /// A condition.
    case condition(@Sendable (SessionFilters) -> SQLNode)
    /// What a table was joined for to sort by it, which narrows the join.
    case sorting(TableReference, @Sendable (SessionFilters) -> SQLNode?)

    /// Sorts by a table of an entity.
    static func sorting<E: Entity>(by table: TableReference, _ entity: E.Type) -> RelatedTerm {
        .sorting(table) { $0.condition(for: entity, table) }
    }

    /// Whether it decides which rows are found.
    var isCondition: Bool {
        if case .condition = self { true } else { false }
    }

    fileprivate func add(to statement: inout SelectStatement, _ filters: SessionFilters) {
        switch self {
        case .condition(let condition): statement.filter(condition(filters))
        case .sorting(let table, let condition):
            statement.narrowJoin(of: table, by: condition(filters))
        }
    }
}

extension EntityQuery {
    /// The query with all that it says in its statement.
    var resolved: EntityQuery {
        guard !relatedTerms.isEmpty else { return self }
        return with { query in
            for term in query.relatedTerms { term.add(to: &query.statement, query.filters) }
            query.relatedTerms = []
        }
    }
}
