import PGCore
import PGSchema

/// What has to be written, and from it the steps of a flush: pure, nothing is sent here.
struct UnitOfWork {
    /// Instances to insert, in the order they were added.
    var inserts: [Tracked] = []
    /// Instances with changed columns.
    var updates: [(tracked: Tracked, columns: ColumnMask)] = []
    /// Instances to delete.
    var deletes: [Tracked] = []
    /// Instances whose rows are marked as deleted.
    var softDeletes: [Tracked] = []

    /// Rows of tables without an entity, to delete and to insert.
    var joins: [WriteStep] = []

    var isEmpty: Bool {
        inserts.isEmpty && updates.isEmpty && deletes.isEmpty && joins.isEmpty
            && softDeletes.isEmpty
    }

    /// Plans insertions in dependency order, then updates, then deletions in reverse order.
    ///
    /// What makes room for another row with the same key, or the same unique foreign key, goes before
    /// everything.
    ///
    /// - Throws: `PGError.Code.dependencyCycle`; `PGError.Code.wrongState` for rows of a view.
    func steps(in map: IdentityMap) throws(PGError) -> [WriteStep] {
        for tracked in inserts + updates.map(\.tracked) + deletes where tracked.mapping.isReadOnly {
            throw .readOnly(tracked)
        }
        var work = self
        var steps = try work.takeFirstSteps(in: map)
        steps += try work.mainSteps(in: map)
        return steps
    }

    private func mainSteps(in map: IdentityMap) throws(PGError) -> [WriteStep] {
        let insertion = try WriteOrder(inserts, for: .insertion, in: map)
        let deletion = try WriteOrder(deletes, for: .deletion, in: map)
        var steps: [WriteStep] = []
        for group in insertion.groups { steps += insertSteps(group) }
        steps += updateSteps(insertion)
        steps += joins
        steps += softDeleteSteps()
        steps += openingSteps(deletion)
        for group in deletion.groups.reversed() { steps += deleteSteps(group) }
        return steps
    }

    /// Takes out what has to go first: replaced rows of one-to-one relationships, and rows to be
    /// deleted that refer to them.
    private mutating func takeFirstSteps(in map: IdentityMap) throws(PGError) -> [WriteStep] {
        var steps = StepCollector(operation: .update)
        for (index, update) in updates.enumerated() where update.tracked.goesFirst {
            let keys = update.columns.intersection(update.tracked.mapping.foreignKeys)
            guard !keys.isEmpty else { continue }
            steps.add(updating: update.tracked, keys)
            for column in keys.columns { updates[index].columns.remove(column) }
        }
        updates.removeAll { $0.columns.isEmpty }
        var clearing = StepCollector(operation: .update, writesNull: true)
        for (tracked, columns) in takenReferences { clearing.add(updating: tracked, columns) }
        let first = deletesFirst(in: map)
        guard !first.isEmpty else { return steps.steps + clearing.steps }
        let going = Set(first.map { ObjectIdentifier($0) })
        deletes.removeAll { going.contains(ObjectIdentifier($0)) }
        let deletion = try WriteOrder(first, for: .deletion, in: map)
        return steps.steps + clearing.steps + openingSteps(deletion)
            + deletion.groups.reversed().flatMap(deleteSteps)
    }

    /// The rows to be deleted that make room for others, and those that refer to them.
    private func deletesFirst(in map: IdentityMap) -> [Tracked] {
        let replaced = replacedRows
        var first = deletes.filter { $0.goesFirst || replaced.contains(ObjectIdentifier($0)) }
        var going = Set(first.map { ObjectIdentifier($0) })
        var count = 0
        while count < first.count {
            count = first.count
            for tracked in deletes where !going.contains(ObjectIdentifier(tracked)) {
                let refers = tracked.mapping.relationships.contains { relationship in
                    relationship.link.target(of: tracked, in: map)
                        .map { going.contains(ObjectIdentifier($0)) } ?? false
                }
                guard refers else { continue }
                going.insert(ObjectIdentifier(tracked))
                first.append(tracked)
            }
        }
        return first
    }

    private func insertSteps(_ group: [WriteOrder.Place]) -> [WriteStep] {
        var steps = StepCollector(operation: .insert)
        for place in group {
            steps.add(inserting: place)
        }
        return steps.steps
    }

    /// Changed columns, and foreign keys that had to wait because insertions formed a circle.
    private func updateSteps(_ insertion: WriteOrder) -> [WriteStep] {
        var steps = StepCollector(operation: .update)
        for place in insertion.groups.joined() where !place.postponed.isEmpty {
            steps.add(updating: place.tracked, place.postponed)
        }
        var all: [WriteStep] = []
        for group in updatesByKeys {
            for update in group { steps.add(updating: update.tracked, update.columns) }
            all += steps.steps
            steps = StepCollector(operation: .update)
        }
        return all
    }

    /// Foreign keys set to NULL, because rows about to be deleted point at each other in a circle.
    private func openingSteps(_ deletion: WriteOrder) -> [WriteStep] {
        var steps = StepCollector(operation: .update, writesNull: true)
        for place in deletion.groups.joined() where !place.postponed.isEmpty {
            steps.add(updating: place.tracked, place.postponed)
        }
        return steps.steps
    }

    private func softDeleteSteps() -> [WriteStep] {
        var steps = StepCollector(operation: .softDelete)
        for tracked in softDeletes {
            let columns = [tracked.mapping.softDelete?.column, tracked.mapping.version?.column]
            steps.add(tracked, columns: [], returning: columns.compactMap { $0 })
        }
        return steps.steps
    }

    private func deleteSteps(_ group: [WriteOrder.Place]) -> [WriteStep] {
        var steps = StepCollector(operation: .delete)
        for place in group { steps.add(place.tracked, columns: [], deferred: place.deferred) }
        return steps.steps.reversed()
    }
}

/// Puts instances that are written in the same way into one step.
private struct StepCollector {
    private struct Shape: Hashable {
        let entity: ObjectIdentifier
        let columns: [Int]
        let returning: [Int]
        let checksVersion: Bool
        let hasFetchedKeys: Bool
    }

    let operation: FlushPlan.Step.Operation
    var writesNull = false
    private(set) var steps: [WriteStep] = []
    private var positions: [Shape: Int] = [:]
    /// What the last insertion was like; the next is mostly like it.
    private var last: (mapping: EntityMapping, unset: ColumnMask, postponed: ColumnMask, step: Int)?

    init(operation: FlushPlan.Step.Operation, writesNull: Bool = false) {
        self.operation = operation
        self.writesNull = writesNull
    }

    mutating func add(inserting place: WriteOrder.Place) {
        let (tracked, postponed) = (place.tracked, place.postponed)
        let unset = tracked.unsetColumns
        guard place.deferred.isEmpty, !place.isAwaited else { return add(deferring: place, unset) }
        if let last, last.mapping === tracked.mapping, last.unset == unset,
            last.postponed == postponed
        {
            steps[last.step].rows.append(tracked)
            return
        }
        let columns = tracked.mapping.definition.columns.indices.filter {
            !unset.contains($0) && !postponed.contains($0)
        }
        let step = add(tracked, columns: columns, returning: unset.columns)
        last = (tracked.mapping, unset, postponed, step)
    }

    /// A row of a circle that is opened by checking a foreign key later.
    private mutating func add(deferring place: WriteOrder.Place, _ unset: ColumnMask) {
        var unset = unset
        let fetches = place.isAwaited && place.tracked.lacksKey
        if fetches { for column in place.tracked.mapping.primaryKey { unset.remove(column) } }
        let columns = place.tracked.mapping.definition.columns.indices.filter {
            !unset.contains($0) && !place.postponed.contains($0)
        }
        add(
            place.tracked, columns: columns, returning: unset.columns, deferred: place.deferred,
            hasFetchedKeys: fetches)
    }

    /// An update sets the version as well, and learns what the server makes of it and of the
    /// columns that are computed.
    mutating func add(updating tracked: Tracked, _ columns: ColumnMask) {
        let version = tracked.mapping.version?.column
        let others = tracked.mapping.updatedByServer.filter {
            $0 != version && !columns.contains($0)
        }
        add(tracked, columns: columns.columns, returning: (version.map { [$0] } ?? []) + others)
    }

    @discardableResult
    mutating func add(
        _ tracked: Tracked, columns: [Int], returning: [Int] = [],
        deferred: [ForeignKeyDefinition] = [], hasFetchedKeys: Bool = false
    ) -> Int {
        let checksVersion = operation != .insert && tracked.knowsVersion
        let shape = Shape(
            entity: ObjectIdentifier(tracked.mapping), columns: columns, returning: returning,
            checksVersion: checksVersion, hasFetchedKeys: hasFetchedKeys)
        if let position = positions[shape] {
            steps[position].rows.append(tracked)
            steps[position].add(deferred: deferred)
            return position
        }
        positions[shape] = steps.count
        steps.append(
            WriteStep(
                operation: operation, mapping: tracked.mapping, columns: columns,
                returning: returning, rows: [tracked], writesNull: writesNull,
                checksVersion: checksVersion, deferred: deferred,
                hasFetchedKeys: hasFetchedKeys))
        return steps.count - 1
    }
}
