import PGCore

/// The value of a relationship's property: a ``ToMany``, a ``ToOne``, or an optional one.
public protocol RelationshipValue {
    /// The other entity.
    associatedtype Target: Entity
}

extension ToMany: RelationshipValue {}
extension ToOne: RelationshipValue {}
extension Optional: RelationshipValue where Wrapped: RelationshipValue {
    /// The other entity.
    public typealias Target = Wrapped.Target
}

/// Relationships to load with a query, of one entity.
public struct Inclusions<Root: Entity>: Sendable {
    private(set) var list: [any Inclusion<Root>] = []

    /// Loads a relationship.
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable
    ) -> Inclusions {
        include(path) { $0 }
    }

    /// Loads a relationship, and what `nested` includes of it.
    public func include<Value: RelationshipValue>(
        _ path: any KeyPath<Root, Value> & Sendable,
        _ nested: (Inclusions<Value.Target>) -> Inclusions<Value.Target>
    ) -> Inclusions {
        var copy = self
        let children = nested(Inclusions<Value.Target>()).list
        copy.list.append(PathInclusion(path: path, children: children))
        return copy
    }
}

/// A relationship to load, without the type of its other side.
protocol Inclusion<Root>: Sendable {
    associatedtype Root: Entity

    func load<Source: SessionSource>(
        for owners: [Root], in session: SessionCore<Source>
    ) async throws(PGError)
}

struct PathInclusion<Root: Entity, Value: RelationshipValue>: Inclusion {
    let path: any KeyPath<Root, Value> & Sendable
    let children: [any Inclusion<Value.Target>]

    func load<Source: SessionSource>(
        for owners: [Root], in session: SessionCore<Source>
    ) async throws(PGError) {
        let targets = try await session.loadRelationship(path, of: owners)
        guard !targets.isEmpty else { return }
        for child in children { try await child.load(for: targets, in: session) }
    }
}
