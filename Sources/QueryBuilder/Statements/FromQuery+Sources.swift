import PGCore

extension FromQuery {
    /// What the query reads, as the FROM clause of an UPDATE or the USING clause of a DELETE, and the
    /// conditions, which go to the statement's own.
    ///
    /// Clauses that neither statement has make a derived table of the query, under the name that its
    /// columns are qualified with. Joined tables have several, so that none can stand for them: what
    /// is returned then is refused by the server, instead of leaving out what was asked for.
    var asSources: SelectStatement {
        guard !statement.hasOnlyConditions else { return statement }
        guard statement.sources.count == 1, let source = statement.sources.first else {
            return SelectStatement(from: TableReference(Self.notPossible))
        }
        let name = source.table.exposedName
        return SelectStatement(
            from: SourceItem(.subquery(completeStatement), name: name), TableReference(name))
    }

    /// At most 63 bytes, which are what the server keeps of a name.
    private static var notPossible: String {
        "joined tables have no order, limit or groups here: use derived"
    }
}

extension SelectStatement {
    /// Whether there are only tables, their joins and conditions.
    fileprivate var hasOnlyConditions: Bool {
        !isDistinct && groupBy.isEmpty && having == nil && orderBy.isEmpty && limit == nil
            && offset == nil && !hasRareClauses
    }
}
