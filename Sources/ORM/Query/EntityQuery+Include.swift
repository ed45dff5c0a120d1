import PGCore
import QueryBuilder

extension EntityQuery {
    /// Loads a relationship of all entities found, with one more statement for all of them.
    ///
    /// Relationships that are included side by side travel in one round trip.
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable
    ) -> EntityQuery {
        include(path) { $0 }
    }

    /// Loads a relationship, and a relationship of what that found.
    public func include<Value: RelationshipValue, Nested: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable,
        _ nested: any KeyPath<Value.Target, Nested> & Sendable
    ) -> EntityQuery {
        include(path) { $0.include(nested) }
    }

    /// Loads a relationship as `refined` says: which instances, in which order, how many for each
    /// entity, and what of theirs.
    ///
    /// ```swift
    /// User.all.include(\.posts) {
    ///     $0.where { $0.isDraft == false }.orderBy { $0.id.descending }.limit(3)
    ///         .include(\.comments).include(\.editor)
    /// }
    /// ```
    ///
    /// A limit counts for each entity found, and so does an offset. A to-many relationship that was
    /// loaded in part knows it: ``ToMany/replace(with:)`` refuses to guess the rest.
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target>
    ) -> EntityQuery {
        with { query in
            let related = refined(EntityQuery<Value.Target>())
            query.inclusions.append(PathInclusion(path: path, query: related))
        }
    }

    /// Loads a relationship to many instances in the way that is asked for, as `refined` says.
    ///
    /// ```swift
    /// User.where { $0.isActive == true }.include(\.posts, .subquery) { $0.include(\.tags, .subquery) }
    /// ```
    public func include<Value: ManyRelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable, _ strategy: ManyLoadStrategy,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target> = { $0 }
    ) -> EntityQuery {
        with { query in
            let related = refined(EntityQuery<Value.Target>())
            query.inclusions.append(
                PathInclusion(path: path, query: related, isAhead: strategy == .subquery))
        }
    }

    /// Loads a relationship to one instance in the way that is asked for, and what `nested` includes.
    ///
    /// ```swift
    /// Comment.all.include(\.post, .joined) { $0.include(\.author, .joined) }
    /// ```
    public func include<Value: SingleRelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable, _ strategy: LoadStrategy,
        _ nested: (Inclusions<Value.Target>) -> Inclusions<Value.Target> = { $0 }
    ) -> EntityQuery {
        with { query in
            let related = nested(Inclusions()).query
            query.inclusions.append(
                PathInclusion(path: path, query: related, isJoined: strategy == .joined))
        }
    }
}

extension Entity {
    /// All rows of the table, with a relationship loaded.
    public static func include<Value: RelationshipValue>(
        _ path: any KeyPath<Self, Value> & Sendable
    ) -> EntityQuery<Self> {
        all.include(path)
    }

    /// All rows of the table, with a relationship loaded as `refined` says.
    public static func include<Value: RelationshipValue>(
        _ path: any KeyPath<Self, Value> & Sendable,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target>
    ) -> EntityQuery<Self> {
        all.include(path, refined)
    }

    /// All rows of the table, with a relationship to many instances loaded.
    public static func include<Value: ManyRelationshipValue>(
        _ path: any KeyPath<Self, Value> & Sendable, _ strategy: ManyLoadStrategy,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target> = { $0 }
    ) -> EntityQuery<Self> {
        all.include(path, strategy, refined)
    }

    /// All rows of the table, with a relationship to one instance loaded.
    public static func include<Value: SingleRelationshipValue>(
        _ path: any KeyPath<Self, Value> & Sendable, _ strategy: LoadStrategy,
        _ nested: (Inclusions<Value.Target>) -> Inclusions<Value.Target> = { $0 }
    ) -> EntityQuery<Self> {
        all.include(path, strategy, nested)
    }
}

/// Relationships to load of an entity that a join found, where there is nothing to filter or sort.
public struct Inclusions<Root: Entity>: Sendable {
    private(set) var query = EntityQuery<Root>()

    /// Loads a relationship.
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable
    ) -> Inclusions {
        with { $0.include(path) }
    }

    /// Loads a relationship as `refined` says.
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target>
    ) -> Inclusions {
        with { $0.include(path, refined) }
    }

    /// Loads a relationship to one instance in the way that is asked for.
    public func include<Value: SingleRelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable, _ strategy: LoadStrategy,
        _ nested: (Inclusions<Value.Target>) -> Inclusions<Value.Target> = { $0 }
    ) -> Inclusions {
        with { $0.include(path, strategy, nested) }
    }

    private func with(_ change: (EntityQuery<Root>) -> EntityQuery<Root>) -> Inclusions {
        var copy = self
        copy.query = change(query)
        return copy
    }
}

extension EntityQuery {
    /// The statement with what is joined to it.
    var complete: SelectStatement {
        var statement = resolved.statement
        if hasJoins { addJoins(to: &statement) }
        return statement
    }

    func addJoins(to statement: inout SelectStatement) {
        for inclusion in inclusions where inclusion.isJoined {
            inclusion.join(to: &statement, from: Root.tableReference, prefix: "", filters)
        }
    }

    /// The query with every relationship loaded by a statement of its own.
    var withoutJoins: EntityQuery {
        hasJoins
            ? with { $0.inclusions = $0.inclusions.map { inclusion in inclusion.separate } } : self
    }

    /// Whether a relationship is loaded in the statement itself.
    var hasJoins: Bool { inclusions.contains { $0.isJoined } }

    var isLimited: Bool { statement.limit != nil || statement.offset != nil }

    var isFiltered: Bool {
        statement.predicate != nil || relatedTerms.contains { $0.isCondition }
    }

    /// Whether it asks for whole rows of one table and nothing else.
    var isPlain: Bool { !isFiltered && !isLimited && !hasJoins }

    /// Adds a relationship's own condition, and its order where the query has none.
    func scoped(by scope: EntityQuery) -> EntityQuery {
        with { query in
            query.change { statement in
                statement.filter(scope.statement.predicate)
                if statement.orderBy.isEmpty { statement.orderBy = scope.statement.orderBy }
            }
            query.relatedTerms += scope.relatedTerms.filter(\.isCondition)
        }
    }
}
