public import QueryBuilder

extension EntityQuery {
    /// Keeps the rows that have a related row.
    ///
    /// ```swift
    /// User.where(has: \.posts)
    /// ```
    public func `where`<Value: RelationshipValue>(
        has path: any KeyPath<Root, Value> & Sendable
    ) -> EntityQuery {
        filtered(by: path, Value.Target.all) { .prefix(.exists, SQLNode(.subquery($0))) }
    }

    /// Keeps the rows that have a related row for which the condition is true.
    ///
    /// ```swift
    /// User.where(has: \.posts) { $0.title.like("Swift%") }
    /// ```
    public func `where`<Value: RelationshipValue, Condition: SQLExpression>(
        has path: any KeyPath<Root, Value> & Sendable,
        _ condition: (Value.Target.Columns) -> Condition
    ) -> EntityQuery where Condition.Value.Base == Bool {
        self.where(has: path, matching: Value.Target.where { condition($0) })
    }

    /// Keeps the rows that have a related row that the query finds.
    ///
    /// ```swift
    /// User.where(has: \.posts, matching: Post.where(has: \.comments))
    /// ```
    public func `where`<Value: RelationshipValue>(
        has path: any KeyPath<Root, Value> & Sendable, matching query: EntityQuery<Value.Target>
    ) -> EntityQuery {
        filtered(by: path, query) { .prefix(.exists, SQLNode(.subquery($0))) }
    }

    /// Keeps the rows that have no related row.
    public func `where`<Value: RelationshipValue>(
        hasNone path: any KeyPath<Root, Value> & Sendable
    ) -> EntityQuery {
        self.where(hasNone: path, matching: Value.Target.all)
    }

    /// Keeps the rows that have no related row for which the condition is true.
    public func `where`<Value: RelationshipValue, Condition: SQLExpression>(
        hasNone path: any KeyPath<Root, Value> & Sendable,
        _ condition: (Value.Target.Columns) -> Condition
    ) -> EntityQuery where Condition.Value.Base == Bool {
        self.where(hasNone: path, matching: Value.Target.where { condition($0) })
    }

    /// Keeps the rows that have no related row that the query finds.
    public func `where`<Value: RelationshipValue>(
        hasNone path: any KeyPath<Root, Value> & Sendable,
        matching query: EntityQuery<Value.Target>
    ) -> EntityQuery {
        filtered(by: path, query) {
            .prefix(.not, SQLNode(.prefix(.exists, SQLNode(.subquery($0)))))
        }
    }

    /// Keeps the rows whose number of related rows, all or those that the query finds, is as it is
    /// asked for.
    ///
    /// ```swift
    /// User.where(count: \.posts) { $0 >= 3 }
    /// User.where(count: \.posts, matching: Post.where { $0.isDraft == true }) { $0 == 0 }
    /// ```
    public func `where`<Value: RelationshipValue, Condition: SQLExpression>(
        count path: any KeyPath<Root, Value> & Sendable,
        matching query: EntityQuery<Value.Target> = Value.Target.all,
        _ condition: @escaping @Sendable (Expression<Int>) -> Condition
    ) -> EntityQuery where Condition.Value.Base == Bool {
        filtered(by: path, query) { subquery in
            var subquery = subquery
            subquery.selection = countRows().selectedExpressions
            return condition(Expression<Int>(.subquery(subquery))).node.kind
        }
    }

    /// Sorts the rows by a column of a related row, after what earlier calls sort by; rows without a
    /// related row come where NULL comes.
    ///
    /// ```swift
    /// Post.orderBy(\.author) { $0.name.ascending }
    /// ```
    public func orderBy<Value: SingleRelationshipValue, Term: OrderTerm>(
        _ path: any KeyPath<Root, Value> & Sendable, _ term: (Value.Target.Columns) -> Term
    ) -> EntityQuery {
        let (link, route) = Self.relationship(path)
        return with { query in
            let table = route.leftJoin(
                Value.Target.self, to: &query.statement, from: Root.tableReference, as: link.name)
            query.statement.orderBy.append(term(Value.Target.Columns(table)).ordering)
            query.relatedTerms.append(.sorting(by: table, Value.Target.self))
        }
    }

    private func filtered<Value: RelationshipValue>(
        by path: any KeyPath<Root, Value> & Sendable, _ related: EntityQuery<Value.Target>,
        _ condition: @escaping @Sendable (SelectStatement) -> SQLNode.Kind
    ) -> EntityQuery {
        let (link, route) = Self.relationship(path)
        let scoped = link.scope.map { related.scoped(by: $0()) } ?? related
        return with { query in
            query.relatedTerms.append(
                .condition { filters in
                    var subquery = route.subquery(
                        of: scoped.applying(filters), from: Root.tableReference, named: link.name)
                    subquery.selection = [SQLNode(.text("1"))]
                    return SQLNode(condition(subquery))
                })
        }
    }

    /// A query is a value that throws nothing: a path that is no relationship is a mistake in the
    /// entity, found by the first test that uses it.
    private static func relationship<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable
    ) -> (link: any TypedLink<Root, Value.Target>, route: RelationRoute) {
        do {
            let link = try EntityMapping.of(Root.self)
                .link(at: path, from: Root.self, to: Value.Target.self)
            return (link, try link.route())
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension RelationRoute {
    /// Adds the targets to a statement whose table is the owner, and returns what they are called.
    func leftJoin<Target: Entity>(
        _ target: Target.Type, to statement: inout SelectStatement, from owner: TableReference,
        as name: String
    ) -> TableReference {
        let item = SourceItem(.plainTable, schema: Target.tableSchema, name: Target.tableName)
        let joined = TableReference(
            item.name, schema: item.schema, alias: statement.freeName(name))
        let matches = SQLNode.equal(
            self.target.map { SQLNode(.column(joined, $0)) },
            self.owner.map { SQLNode(.column(owner, $0)) })
        statement = statement.joining(item, joined, .left, .on(matches))
        return joined
    }
}

extension SelectStatement {
    /// Returns the name, with a number if a table of the statement goes by it already.
    fileprivate func freeName(_ name: String) -> String {
        let taken = Set(sources.map(\.table.exposedName))
        guard taken.contains(name) else { return name }
        var number = 2
        while taken.contains("\(name)_\(number)") { number += 1 }
        return "\(name)_\(number)"
    }
}
