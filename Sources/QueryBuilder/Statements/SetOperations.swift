/// `UNION`, `INTERSECT` and `EXCEPT` between queries with rows of the same types.
///
/// The result is a query again, with an order and a limit of its own:
///
/// ```swift
/// UserRow.select { $0.name }.union(PostRow.select { $0.title })
///     .orderBy { $0.columns.descending }.limit(10)
/// ```
extension Select {
    /// The rows of both queries without duplicates.
    public func union<Other>(
        _ other: Select<Other, repeat each Output>
    ) -> Select<OutputColumns<repeat each Output>, repeat each Output> {
        combined(.union, other)
    }

    /// The rows of both queries.
    public func unionAll<Other>(
        _ other: Select<Other, repeat each Output>
    ) -> Select<OutputColumns<repeat each Output>, repeat each Output> {
        combined(.unionAll, other)
    }

    /// The rows that both queries have, without duplicates.
    public func intersect<Other>(
        _ other: Select<Other, repeat each Output>
    ) -> Select<OutputColumns<repeat each Output>, repeat each Output> {
        combined(.intersect, other)
    }

    /// The rows that both queries have, as often as in the one with fewer of them.
    public func intersectAll<Other>(
        _ other: Select<Other, repeat each Output>
    ) -> Select<OutputColumns<repeat each Output>, repeat each Output> {
        combined(.intersectAll, other)
    }

    /// The rows of this query that the other does not have, without duplicates.
    public func except<Other>(
        _ other: Select<Other, repeat each Output>
    ) -> Select<OutputColumns<repeat each Output>, repeat each Output> {
        combined(.except, other)
    }

    /// The rows of this query, less as many of each as the other has.
    public func exceptAll<Other>(
        _ other: Select<Other, repeat each Output>
    ) -> Select<OutputColumns<repeat each Output>, repeat each Output> {
        combined(.exceptAll, other)
    }

    private func combined<Other>(
        _ symbol: RareClauses.SetOperator, _ other: Select<Other, repeat each Output>
    ) -> Select<OutputColumns<repeat each Output>, repeat each Output> {
        Select<OutputColumns<repeat each Output>, repeat each Output>(
            OutputColumns<repeat each Output>(),
            SelectStatement(.combined(statement, symbol, other.statement)))
    }
}

/// The same between queries for whole rows of one table.
extension From1 {
    /// The rows of both queries without duplicates.
    public func union(_ other: From1) -> Select<OutputColumns<A.Value>, A.Value> {
        select { $0 }.union(other.select { $0 })
    }

    /// The rows of both queries.
    public func unionAll(_ other: From1) -> Select<OutputColumns<A.Value>, A.Value> {
        select { $0 }.unionAll(other.select { $0 })
    }

    /// The rows that both queries have, without duplicates.
    public func intersect(_ other: From1) -> Select<OutputColumns<A.Value>, A.Value> {
        select { $0 }.intersect(other.select { $0 })
    }

    /// The rows that both queries have, as often as in the one with fewer of them.
    public func intersectAll(_ other: From1) -> Select<OutputColumns<A.Value>, A.Value> {
        select { $0 }.intersectAll(other.select { $0 })
    }

    /// The rows of this query that the other does not have, without duplicates.
    public func except(_ other: From1) -> Select<OutputColumns<A.Value>, A.Value> {
        select { $0 }.except(other.select { $0 })
    }

    /// The rows of this query, less as many of each as the other has.
    public func exceptAll(_ other: From1) -> Select<OutputColumns<A.Value>, A.Value> {
        select { $0 }.exceptAll(other.select { $0 })
    }
}
