import PGCore
import PGSchema

/// What the session does with a relationship, without knowing the two types.
protocol RelationshipLink: Sendable {
    /// The property's name.
    var name: String { get }
    var target: any Entity.Type { get }
    var targetMapping: EntityMapping { get }
    /// The positions of the foreign key's columns, on the side that has it.
    var columns: [Int] { get }
    var isNullable: Bool { get }
    /// What happens to related instances together with one.
    var cascade: RelationshipCascade { get }
    /// The table that connects the two sides, if it has no entity.
    var joinTable: JoinTable? { get }
    /// The definition of ``joinTable``.
    var joinDefinition: TableDefinition? { get }

    /// Returns the instance that one refers to, if the session knows it.
    func target(of source: Tracked, in map: IdentityMap) -> Tracked?
    /// Returns the known instances that refer to one of these.
    func sources(of targets: [Tracked], in map: IdentityMap) -> [Tracked]
    /// Makes an instance refer to nothing.
    func clear(_ source: Tracked)
    /// Reads the foreign key from a row that has only its columns.
    func load<Row: RowReader>(_ source: Tracked, from row: Row) throws(PGError)
    /// Adds instances that one brings along to the session, and returns those that are new there.
    ///
    /// - Throws: `PGError.Code.wrongState` for a change that cannot be written.
    func adopt(from source: Tracked, in state: SessionState) throws(PGError) -> [Tracked]
    /// Disconnects what was taken out, unless somebody else has connected it by now.
    ///
    /// - Throws: `PGError.Code.wrongState` for a change that cannot be written.
    func disconnectRemoved(from source: Tracked, in state: SessionState) throws(PGError)
    /// Forgets changes that were not flushed.
    func discardChanges(of source: Tracked)
    /// Returns the related instances at hand, those that were added included.
    func related(to source: Tracked) -> [any Entity]
    /// Returns the instances that were taken out and not yet flushed.
    func removed(from source: Tracked) -> [any Entity]
    /// Returns the instances whose rows of the join table are to be written and to be deleted.
    func joinChanges(of source: Tracked) -> (added: [any Entity], removed: [any Entity])
    /// Shows the other side what a flush has written.
    func agree(on written: [Tracked], isNew: Bool, in state: SessionState)
    /// Takes instances that are gone out of what was loaded.
    func forgetGone(in state: SessionState)

    /// Deletes what points to instances that are about to be deleted, or makes it point to nothing.
    func cascadeDeletion<Connections: SessionSource>(
        of owners: [Tracked], in session: SessionCore<Connections>
    ) async throws(PGError)
    /// Whether deleting an instance needs nothing of the session for this relationship.
    func deletesOnServer(_ seen: inout Set<ObjectIdentifier>) -> Bool
    /// Merges what an instance from elsewhere leads to, and makes the session's own lead there.
    func merge<Connections: SessionSource>(
        from given: AnyObject, into own: Tracked, in session: SessionCore<Connections>,
        _ memo: MergeMemo
    ) async throws(PGError)
    /// Returns the known instances that are at hand.
    func loaded(by source: Tracked, in map: IdentityMap) -> [Tracked]
    /// Returns what puts the present reference back, on the side with the foreign key.
    func keeping(_ source: Tracked) -> () -> Void
    /// Remembers the key of what is referred to, now that it has one.
    func settle(_ source: Tracked)
    /// Whether the server changes the foreign key by itself, because the key that it points to is
    /// changed by the same flush.
    func isMovedByServer(_ source: Tracked, in map: IdentityMap) -> Bool
    /// Points to a target's new key where the row pointed to the old one.
    func followKey(of target: Tracked, from old: AnyHashable, in state: SessionState)
    /// The key that an instance refers to.
    func referredKey(of source: Tracked) -> AnyHashable?
    /// The key that its row refers to.
    func rowReferredKey(of source: Tracked) -> AnyHashable?
    /// Whether there is something to flush that is in no column of the instance.
    func hasChanges(of source: Tracked) -> Bool
    /// Takes the references to known instances out for a moment, and returns the instances.
    func letGo(of source: Tracked, in map: IdentityMap) -> [Tracked]
    /// Puts back what was taken out.
    func takeBack(_ targets: [Tracked], for source: Tracked)
    /// Returns the known instance that is referred to without being kept.
    func unkept(by source: Tracked, in map: IdentityMap) -> Tracked?
    /// Leads to the known instance that has the key, if only that was left.
    func reach(from source: Tracked, in map: IdentityMap)
    /// Forgets what was loaded when the session had written more than this.
    func unload(from source: Tracked, after writes: Int)
}

extension RelationshipLink {
    var columns: [Int] { [] }
    var isNullable: Bool { false }
    var joinTable: JoinTable? { nil }
    var joinDefinition: TableDefinition? { nil }
    func target(of source: Tracked, in map: IdentityMap) -> Tracked? { nil }
    func sources(of targets: [Tracked], in map: IdentityMap) -> [Tracked] { [] }
    func clear(_ source: Tracked) {}
    func load<Row: RowReader>(_ source: Tracked, from row: Row) throws(PGError) {}
    func adopt(from source: Tracked, in state: SessionState) throws(PGError) -> [Tracked] { [] }
    func disconnectRemoved(from source: Tracked, in state: SessionState) throws(PGError) {}
    func discardChanges(of source: Tracked) {}
    func removed(from source: Tracked) -> [any Entity] { [] }
    func joinChanges(of source: Tracked) -> (added: [any Entity], removed: [any Entity]) {
        ([], [])
    }
    func agree(on written: [Tracked], isNew: Bool, in state: SessionState) {}
    func forgetGone(in state: SessionState) {}
    func cascadeDeletion<Connections: SessionSource>(
        of owners: [Tracked], in session: SessionCore<Connections>
    ) async throws(PGError) {}
    func deletesOnServer(_ seen: inout Set<ObjectIdentifier>) -> Bool { true }
    func merge<Connections: SessionSource>(
        from given: AnyObject, into own: Tracked, in session: SessionCore<Connections>,
        _ memo: MergeMemo
    ) async throws(PGError) {}
    func loaded(by source: Tracked, in map: IdentityMap) -> [Tracked] { [] }
    func keeping(_ source: Tracked) -> () -> Void { {} }
    func settle(_ source: Tracked) {}
    func isMovedByServer(_ source: Tracked, in map: IdentityMap) -> Bool { false }
    func followKey(of target: Tracked, from old: AnyHashable, in state: SessionState) {}
    func referredKey(of source: Tracked) -> AnyHashable? { nil }
    func rowReferredKey(of source: Tracked) -> AnyHashable? { nil }
    func hasChanges(of source: Tracked) -> Bool { false }
    func letGo(of source: Tracked, in map: IdentityMap) -> [Tracked] { [] }
    func takeBack(_ targets: [Tracked], for source: Tracked) {}
    func unkept(by source: Tracked, in map: IdentityMap) -> Tracked? { nil }
    func reach(from source: Tracked, in map: IdentityMap) {}
    func unload(from source: Tracked, after writes: Int) {}
}

/// A relationship with its two types.
protocol TypedLink<Source, Target>: RelationshipLink {
    associatedtype Source: Entity
    associatedtype Target: Entity

    /// The condition and the order that belong to the relationship.
    var scope: (@Sendable () -> EntityQuery<Target>)? { get }

    /// How the tables are connected.
    ///
    /// - Throws: `PGError.Code.invalidMapping`.
    func route() throws(PGError) -> RelationRoute

    /// Returns what has to be sent to load the relationship, and what is done with the answers.
    ///
    /// - Throws: `PGError.Code.invalidMapping`.
    func prepare<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<S>]

    /// Takes over what a join found for an instance.
    func place(_ target: Target?, in owner: Source, _ state: SessionState)
}

extension TypedLink {
    var target: any Entity.Type { Target.self }
    var targetMapping: EntityMapping { EntityMapping.of(Target.self) }
    var label: String { "\(EntityMapping.of(Source.self).name).\(name)" }

    func place(_ target: Target?, in owner: Source, _ state: SessionState) {}
}

extension EntityMapping {
    /// Returns the relationship at a path.
    func link(at path: any AnyKeyPath & Sendable) throws(PGError) -> any RelationshipLink {
        if let found = relationships.first(where: { $0.path == path }) { return found.link }
        throw PGError(
            .invalidMapping, "\(name) has no relationship at \(path)",
            hint: "Declare it with @BelongsTo, @HasOne, @HasMany or @ManyToMany")
    }

    /// Returns the relationship at a path, with its types.
    func link<Source: Entity, Target: Entity>(
        at path: any AnyKeyPath & Sendable, from source: Source.Type, to target: Target.Type
    ) throws(PGError) -> any TypedLink<Source, Target> {
        let link = try link(at: path)
        if let typed = link as? any TypedLink<Source, Target> { return typed }
        throw PGError(.invalidMapping, "\(name).\(link.name) does not lead to \(target)")
    }
}
