public import PGCore

/// A MERGE to which a branch can be added.
public protocol MergeBranching<Target, Source>: Sendable {
    /// The table that is changed.
    associatedtype Target: Table

    /// The columns of what is merged into it.
    associatedtype Source: SourceColumns

    /// The branches so far.
    var merge: Merge<Target, Source> { get }
}

extension MergeBranching {
    /// Says what happens to rows that have a partner in the source.
    public func whenMatched() -> MergeMatched<Target, Source> {
        MergeMatched(merge: merge, predicate: nil)
    }

    /// Says what happens to rows that have a partner in the source, under a condition.
    public func whenMatched<Condition: SQLExpression>(
        _ condition: (Target.Columns, Source) -> Condition
    ) -> MergeMatched<Target, Source> where Condition.Value.Base == Bool {
        MergeMatched(merge: merge, predicate: condition(merge.target, merge.source).node)
    }

    /// Says what happens to rows of the source that have no partner in the table.
    public func whenNotMatched() -> MergeNotMatched<Target, Source> {
        MergeNotMatched(merge: merge, predicate: nil)
    }

    /// Says what happens to rows of the source that have no partner in the table, under a condition.
    public func whenNotMatched<Condition: SQLExpression>(
        _ condition: (Source) -> Condition
    ) -> MergeNotMatched<Target, Source> where Condition.Value.Base == Bool {
        MergeNotMatched(merge: merge, predicate: condition(merge.source).node)
    }

    /// Says what happens to rows that have no partner in the source; from PostgreSQL 17 on.
    public func whenNotMatchedBySource() -> MergeNotMatchedBySource<Target, Source> {
        MergeNotMatchedBySource(merge: merge, predicate: nil)
    }

    /// Says what happens to rows that have no partner in the source, under a condition; from
    /// PostgreSQL 17 on.
    public func whenNotMatchedBySource<Condition: SQLExpression>(
        _ condition: (Target.Columns) -> Condition
    ) -> MergeNotMatchedBySource<Target, Source> where Condition.Value.Base == Bool {
        MergeNotMatchedBySource(merge: merge, predicate: condition(merge.target).node)
    }
}

/// What may happen to rows that have a partner.
public struct MergeMatched<Target: Table, Source: SourceColumns>: Sendable {
    fileprivate let merge: Merge<Target, Source>
    fileprivate let predicate: SQLNode?

    /// Updates the row.
    public func update(
        _ build: (UpdateAssignments<Target>, Source) -> UpdateAssignments<Target>
    ) -> Merge<Target, Source> {
        let set = build(UpdateAssignments(merge.target), merge.source)
        return merge.adding(.matched, predicate, .update(set.assignments))
    }

    /// Deletes the row.
    public func delete() -> Merge<Target, Source> { merge.adding(.matched, predicate, .delete) }

    /// Leaves the row as it is.
    public func doNothing() -> Merge<Target, Source> {
        merge.adding(.matched, predicate, .nothing)
    }
}

/// What may happen to rows of the source without a partner.
public struct MergeNotMatched<Target: Table, Source: SourceColumns>: Sendable {
    fileprivate let merge: Merge<Target, Source>
    fileprivate let predicate: SQLNode?

    /// Inserts a row with these values, the other columns being left to their defaults.
    ///
    /// - Parameters:
    ///   - overridingSystemValue: Takes the values given for columns that are always generated.
    ///   - build: Sets the columns, and uses only those of the source.
    public func insert(
        overridingSystemValue: Bool = false,
        _ build: (UpdateAssignments<Target>, Source) -> UpdateAssignments<Target>
    ) -> Merge<Target, Source> {
        insert(build, overridingSystemValue ? .system : nil)
    }

    /// Inserts a row with these values, identity columns being generated in spite of them.
    public func insertOverridingUserValue(
        _ build: (UpdateAssignments<Target>, Source) -> UpdateAssignments<Target>
    ) -> Merge<Target, Source> {
        insert(build, .user)
    }

    /// Inserts a row of nothing but defaults.
    public func insertDefaults() -> Merge<Target, Source> {
        merge.adding(.notMatched, predicate, .insertDefaults)
    }

    /// Inserts nothing.
    public func doNothing() -> Merge<Target, Source> {
        merge.adding(.notMatched, predicate, .nothing)
    }

    private func insert(
        _ build: (UpdateAssignments<Target>, Source) -> UpdateAssignments<Target>,
        _ overriding: InsertClauses.Overriding?
    ) -> Merge<Target, Source> {
        let set = build(UpdateAssignments(merge.target), merge.source)
        return merge.adding(.notMatched, predicate, .insert(set.assignments, overriding))
    }
}

/// What may happen to rows without a partner in the source.
public struct MergeNotMatchedBySource<Target: Table, Source: SourceColumns>: Sendable {
    fileprivate let merge: Merge<Target, Source>
    fileprivate let predicate: SQLNode?

    /// Updates the row.
    public func update(
        _ build: (UpdateAssignments<Target>) -> UpdateAssignments<Target>
    ) -> Merge<Target, Source> {
        let set = build(UpdateAssignments(merge.target))
        return merge.adding(.notMatchedBySource, predicate, .update(set.assignments))
    }

    /// Deletes the row.
    public func delete() -> Merge<Target, Source> {
        merge.adding(.notMatchedBySource, predicate, .delete)
    }

    /// Leaves the row as it is.
    public func doNothing() -> Merge<Target, Source> {
        merge.adding(.notMatchedBySource, predicate, .nothing)
    }
}
